import type { Database, TenantWork } from "@vivero/database";
import type { IncubationReports } from "./reporting/incubation-report-queue.ts";

/** A transaction that sees one organization's rows only. Use cases hand it to stores and never look into it. */
export type Transaction = Parameters<TenantWork<unknown>>[0];

/** What every use case is built with. */
export interface Ports {
  readonly database: Pick<Database, "tenant">;
  /** Where decisions leave word that generation-service has to be told. */
  readonly reports: IncubationReports;
  readonly clock: () => Date;
}
