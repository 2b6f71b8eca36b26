import type { Database, TenantWork } from "@vivero/database";
import type { ScenarioJobs } from "./jobs/job-queue.ts";

/** A transaction that sees one organization's rows only. Use cases hand it to stores and never look into it. */
export type Transaction = Parameters<TenantWork<unknown>>[0];

/** What every use case is built with. */
export interface Ports {
  readonly database: Pick<Database, "tenant">;
  /** Where decisions leave word that generation-service has to be told. */
  readonly reports: ScenarioJobs;
  /** Where an import leaves word that suggestions have to be looked for. */
  readonly suggestions: ScenarioJobs;
  readonly clock: () => Date;
}
