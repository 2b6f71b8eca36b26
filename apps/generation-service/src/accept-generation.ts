import {
  type AcceptOutput,
  type GenerationApi,
  type ImportAuditEntry,
  notFound,
  ViveroError,
} from "@vivero/contracts";
import type { Database } from "@vivero/database";
import type { Flags } from "@vivero/flags";
import { makeScenario, withItsScenario } from "./accepted-scenario.ts";
import { type Act, writeAudit } from "./audit-trail.ts";
import { appendImportAudit, type GenerationRecord, lockGeneration } from "./generation-store.ts";
import { decideImport, type ImportFlags } from "./import-decision.ts";
import type { ImportJob, Jobs } from "./queue/jobs.ts";
import { findScenario } from "./scenario-read-model.ts";
import { changeScenario, lockScenario } from "./scenario-store.ts";

type Trx = Parameters<typeof lockGeneration>[0];

export type AcceptDependencies = {
  database: Database;
  flags: Pick<Flags, "isEnabled">;
  jobs: Jobs;
  /** Delivers an import that the transaction has started, within its deadline; never throws for a catalog in trouble. */
  deliverNow: (job: ImportJob) => Promise<void>;
  /** How long after the commit the job tries, when delivering at once did not succeed. */
  jobDelayMs: number;
  now: () => Date;
};

/** What the one transaction of an accept decided; a refusal is thrown only after its audit is committed. */
type Accepted = { refused: ViveroError } | { scenarioId: number; created: boolean; importing: boolean };

/**
 * Turns a complete generation into its one scenario, and starts the import when asked to. One transaction locks the
 * generation, decides, and writes everything or nothing; only the audit of a refused import is kept although the request
 * fails. Accepting again gives the first scenario; with `import`, it starts an import that was not started yet or failed.
 * After the commit the import is delivered at once; whatever happens then, the job that was stored with it delivers it.
 *
 * @throws ViveroError NOT_FOUND; GENERATION_NOT_COMPLETE; IMPORT_DISABLED; ANSWER_INVALID with every fault
 */
export function acceptGeneration(dependencies: AcceptDependencies): GenerationApi["accept"] {
  const { database, flags, deliverNow, now } = dependencies;
  return async (input, { actor, requestId }): Promise<AcceptOutput> => {
    const { organizationId, userId } = actor;
    const context = { organizationId, userId };
    const act: Act = { actor, requestId, at: now() };
    const says: ImportFlags = {
      importing: flags.isEnabled("import_generation", context),
      validating: flags.isEnabled("validate_llm_response", context),
    };
    const accepted = await database.tenant(organizationId, (trx) =>
      accept(trx, dependencies, act, input, says),
    );
    if ("refused" in accepted) throw accepted.refused;
    if (accepted.importing) {
      await deliverNow({ organizationId, generationId: input.id, actor, requestId });
    }
    const scenario = await database.tenant(organizationId, (trx) =>
      findScenario(trx, organizationId, accepted.scenarioId),
    );
    if (!scenario) throw new Error(`scenario ${accepted.scenarioId} vanished after it was accepted`);
    return { created: accepted.created, scenario, import: scenario.import };
  };
}

async function accept(
  trx: Trx,
  { jobs, jobDelayMs }: AcceptDependencies,
  act: Act,
  input: { id: number; import: boolean },
  says: ImportFlags,
): Promise<Accepted> {
  const { organizationId } = act.actor;
  const generation = await lockGeneration(trx, organizationId, input.id).then((row) =>
    withItsScenario(trx, act, row),
  );
  if (!generation) throw notFound("generation", input.id);
  if (generation.status !== "complete") {
    throw new ViveroError(
      "GENERATION_NOT_COMPLETE",
      `The generation is ${generation.status}: only a complete one can be accepted.`,
    );
  }
  const importing = input.import && (await mayStartImport(trx, generation));
  if (importing) {
    const decision = decideImport(says, generation.validationErrors ?? []);
    if (!decision.allowed) {
      await noteImport(trx, act, generation, decision.entry);
      return { refused: decision.error };
    }
  }
  const created = generation.scenarioId === null;
  const scenarioId = generation.scenarioId ?? (await makeScenario(trx, act, generation));
  if (importing) {
    await changeScenario(trx, organizationId, scenarioId, {
      importStatus: "pending",
      importStartedAt: act.at,
      importReport: null,
      importError: null,
    });
    await jobs.deliverImport(
      trx,
      { organizationId, generationId: input.id, actor: act.actor, requestId: act.requestId },
      new Date(act.at.getTime() + jobDelayMs),
    );
    await noteImport(trx, act, { ...generation, scenarioId }, { status: "started" });
  }
  return { scenarioId, created, importing };
}

/** An import that is on its way or done is left alone; one that failed may begin anew. */
async function mayStartImport(trx: Trx, { organizationId, scenarioId }: GenerationRecord): Promise<boolean> {
  if (scenarioId === null) return true;
  const scenario = await lockScenario(trx, organizationId, scenarioId);
  return scenario?.importStatus === "none" || scenario?.importStatus === "failed";
}

async function noteImport(
  trx: Trx,
  act: Act,
  { organizationId, id, scenarioId }: Pick<GenerationRecord, "organizationId" | "id" | "scenarioId">,
  entry: Pick<ImportAuditEntry, "status" | "errors">,
): Promise<void> {
  await appendImportAudit(trx, organizationId, id, {
    ...entry,
    attempted_by: act.actor.userId,
    attempted_at: act.at.toISOString(),
    request_id: act.requestId,
  });
  await writeAudit(trx, act, [
    {
      action: `import.${entry.status}`,
      entityType: "generation",
      entityId: id,
      generationId: id,
      scenarioId,
      ...(entry.errors ? { after: { faults: entry.errors.length } } : {}),
    },
  ]);
}
