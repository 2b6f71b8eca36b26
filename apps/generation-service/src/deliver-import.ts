import { type ImportAuditEntry, type ImportReport, ViveroError } from "@vivero/contracts";
import type { Database } from "@vivero/database";
import { hashOf, type Logger } from "@vivero/service-kit";
import { buildImportTree } from "./answer-tree/build-import-tree.ts";
import { type Act, writeAudit } from "./audit-trail.ts";
import type { CatalogImport } from "./catalog-import.ts";
import { appendImportAudit, type Failure, lockGeneration, readStoredAnswer } from "./generation-store.ts";
import type { ImportJob } from "./queue/jobs.ts";
import { changeScenario, lockScenario, type ScenarioRecord } from "./scenario-store.ts";

type Trx = Parameters<typeof lockGeneration>[0];

export type DeliverDependencies = {
  database: Database;
  /** Sends a tree to the catalog, with a deadline. */
  catalogImport: CatalogImport;
  /** How long after its start an import may be tried before it counts as failed. */
  retryForMs: number;
  now: () => Date;
  log: Logger;
};

/** How a delivery went; `settled` when the import was done, given up or taken back before. */
export type Delivery = "succeeded" | "failed" | "postponed" | "settled";

/**
 * Brings the tree of an accepted generation to the catalog and notes how that went. The call lies between two transactions;
 * several deliveries of one import may run at the same time: the catalog imports once, and here the first to come back
 * notes it, the others find it noted.
 *
 * @param first whether this is the delivery right after the accept, whose trouble is noted as `pending`
 * @returns `postponed` when it should be tried again
 */
export async function deliverImport(
  dependencies: DeliverDependencies,
  job: ImportJob,
  first: boolean,
): Promise<Delivery> {
  const { database, catalogImport, now, log } = dependencies;
  const { organizationId, generationId, actor, requestId } = job;
  const due = await database.tenant(organizationId, (trx) => readDue(trx, organizationId, generationId));
  if (due === null) return "settled";
  const { capabilities, skipped } = buildImportTree(due.answer);
  const act = (): Act => ({ actor, requestId, at: now() });
  try {
    const report = await catalogImport(
      { scenarioId: due.scenario.id, generationId, payloadHash: hashOf(capabilities), capabilities, skipped },
      { actor, requestId },
    );
    return await settle(dependencies, act(), generationId, { report });
  } catch (error) {
    if (!(error instanceof ViveroError)) throw error;
    const failure = failureOf(error);
    const over = isOver(due.scenario, now(), dependencies.retryForMs);
    log.warn(
      { organizationId, generationId, requestId, code: error.code, over },
      `import: ${failure.message}`,
    );
    if (!isTrouble(error)) return await settle(dependencies, act(), generationId, { failure });
    if (over) return await settle(dependencies, act(), generationId, { failure: gaveUp(failure) });
    if (first) await notePending(dependencies, act(), generationId, failure);
    return "postponed";
  }
}

/** Marks an import as failed that the queue has given up; a planner may start it again. */
export async function giveUpImport(dependencies: DeliverDependencies, job: ImportJob): Promise<void> {
  const failure = { code: "DEPENDENCY_UNAVAILABLE", message: "The catalog could not be reached." };
  const act: Act = { actor: job.actor, requestId: job.requestId, at: dependencies.now() };
  await settle(dependencies, act, job.generationId, { failure: gaveUp(failure) });
}

async function readDue(
  trx: Trx,
  organizationId: number,
  generationId: number,
): Promise<{ scenario: ScenarioRecord; answer: unknown } | null> {
  const scenario = await pendingScenario(trx, organizationId, generationId);
  if (scenario === null) return null;
  const stored = await readStoredAnswer(trx, organizationId, generationId);
  return { scenario, answer: stored?.answer };
}

/** Locks generation and scenario, in this order everywhere; null unless the import waits to be delivered. */
async function pendingScenario(
  trx: Trx,
  organizationId: number,
  generationId: number,
): Promise<ScenarioRecord | null> {
  const generation = await lockGeneration(trx, organizationId, generationId);
  if (!generation || generation.scenarioId === null) return null;
  const scenario = await lockScenario(trx, organizationId, generation.scenarioId);
  return scenario?.importStatus === "pending" ? scenario : null;
}

type Outcome = { report: ImportReport } | { failure: Failure };

async function settle(
  { database }: DeliverDependencies,
  act: Act,
  generationId: number,
  outcome: Outcome,
): Promise<Delivery> {
  const { organizationId } = act.actor;
  return database.tenant(organizationId, async (trx) => {
    const scenario = await pendingScenario(trx, organizationId, generationId);
    if (scenario === null) return "settled";
    const succeeded = "report" in outcome;
    // The catalog may have reported on the incubation before its answer came back: that is the newer word.
    const incubates = succeeded && scenario.status === "draft";
    await changeScenario(trx, organizationId, scenario.id, {
      importStatus: succeeded ? "succeeded" : "failed",
      ...(succeeded ? { importReport: outcome.report } : { importError: outcome.failure }),
      ...(incubates ? { status: "incubating" as const } : {}),
    });
    await note(
      trx,
      act,
      generationId,
      succeeded
        ? { status: "success", report: outcome.report }
        : { status: "failed", error: outcome.failure },
    );
    await writeAudit(trx, act, [
      {
        action: succeeded ? "import.succeeded" : "import.failed",
        entityType: "scenario",
        entityId: scenario.id,
        scenarioId: scenario.id,
        generationId,
        before: { importStatus: "pending", status: scenario.status },
        after: succeeded
          ? {
              importStatus: "succeeded",
              status: incubates ? "incubating" : scenario.status,
              imported: outcome.report.imported,
            }
          : { importStatus: "failed", error: outcome.failure },
      },
    ]);
    return succeeded ? "succeeded" : "failed";
  });
}

async function notePending(
  { database }: DeliverDependencies,
  act: Act,
  generationId: number,
  failure: Failure,
): Promise<void> {
  const { organizationId } = act.actor;
  await database.tenant(organizationId, async (trx) => {
    const scenario = await pendingScenario(trx, organizationId, generationId);
    if (scenario) await note(trx, act, generationId, { status: "pending", error: failure });
  });
}

async function note(
  trx: Trx,
  { actor, requestId, at }: Act,
  generationId: number,
  entry: Pick<ImportAuditEntry, "status" | "report" | "error">,
): Promise<void> {
  await appendImportAudit(trx, actor.organizationId, generationId, {
    ...entry,
    attempted_by: actor.userId,
    attempted_at: at.toISOString(),
    request_id: requestId,
  });
}

/** Trouble passes; anything else is the catalog's last word on this tree. A bug or a restart over there looks like INTERNAL. */
function isTrouble(error: ViveroError): boolean {
  return error.retryable || error.code === "INTERNAL" || error.code === "UNAUTHENTICATED";
}

function isOver({ importStartedAt }: ScenarioRecord, at: Date, retryForMs: number): boolean {
  return importStartedAt !== null && at.getTime() - importStartedAt.getTime() >= retryForMs;
}

function failureOf({ code, message }: ViveroError): Failure {
  return { code, message };
}

function gaveUp(failure: Failure): Failure {
  return {
    ...failure,
    message: `${failure.message} It was tried for a long time; accept again to try anew.`,
  };
}
