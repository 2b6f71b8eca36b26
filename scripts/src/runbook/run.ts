import type { Deployment, Note } from "../deployment/deployment-steps.ts";
import type { Installation, UnleashAccess } from "../installation/installation.ts";
import type { People } from "./people.ts";
import type { RecordLink, RunFacts, RunRecord } from "./run-record.ts";
import type { Environment } from "./runbook.ts";

/** What the actions of one run share. */
export interface Run {
  readonly environment: Environment;
  readonly installation: Installation;
  /** The Unleash environment whose flags are production's. */
  readonly productionUnleash: UnleashAccess | undefined;
  readonly people: () => People;
  /** Made when the first step needs it; the same from then on. */
  readonly deployment: () => Promise<Deployment>;
  /** It, when a step has needed it. */
  readonly begun: () => Deployment | undefined;
  /** In production: the complete staging run of this commit, whose trials count. */
  readonly staging: (RecordLink & Pick<RunRecord, "checklist">) | undefined;
  readonly watchSeconds: number;
  /** How long one import may take to arrive in the catalog. */
  readonly importSeconds: number;
  /** Grows with the steps. */
  facts: RunFacts;
}

/**
 * What a step does. It returns what its check found, for the item that it ticks, and throws when the check fails.
 * Run again, it must hold: a stopped runbook goes on with the step that failed.
 */
export type Action = (run: Run, note: Note) => Promise<string>;
