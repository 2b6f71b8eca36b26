import {
  type CallContext,
  type CatalogApi,
  type ImportInput,
  type ImportReport,
  type TreeCounts,
  ViveroError,
} from "@vivero/contracts";
import { type AuditContext, appendAuditEvents } from "@vivero/database";
import { findStanding } from "../incubation-store.ts";
import type { Ports, Transaction } from "../ports.ts";
import { refuseUnstorable } from "./refuse-unstorable.ts";
import { type TreeRows, treeRows } from "./tree-rows.ts";
import { type ImportGround, insertTreeOnce, prepareImport } from "./tree-store.ts";

/**
 * Imports the tree of an accepted answer as incubating entities, exactly once a generation: the same payload again, or
 * at the same time, gives the stored report. Nothing that exists is touched; names that are active already are counted.
 *
 * One transaction of 9 statements whatever the tree's size (`BEGIN`, tenant and `COMMIT` included), one audit event for
 * the whole import.
 *
 * @throws ViveroError IMPORT_PAYLOAD_MISMATCH when another tree was imported for the generation or the scenario;
 *   INVALID_REQUEST when a name cannot be stored
 */
export function importTree({ database, reports, suggestions, clock }: Ports): CatalogApi["importTree"] {
  return async (input, { actor, requestId }) => {
    const rows = treeRows(input.capabilities);
    refuseUnstorable(rows);
    const { scenarioId, generationId } = input;
    const { organizationId } = actor;
    const importedAt = clock();

    const imported = await database.tenant(organizationId, async (trx) => {
      const { ids, active } = await prepareImport(trx, rows);
      const report: ImportReport = {
        incubationId: ids.incubation,
        payloadHash: input.payloadHash,
        imported: countRows(rows),
        alreadyActive: countActive(rows, active),
        skipped: input.skipped,
        importedAt: importedAt.toISOString(),
      };
      const isFirst = await insertTreeOnce(
        trx,
        {
          organizationId,
          scenarioId,
          generationId,
          remaining: rows.capabilities.length + rows.competencies.length + rows.skills.length,
          importedBy: actor.userId,
          importedAt,
          requestId,
          report,
        },
        { rows, ids },
      );
      if (!isFirst) return storedReport(trx, input);
      await reports.enqueue(trx, { scenarioId, actor, requestId });
      await suggestions.enqueue(trx, { scenarioId, actor, requestId });
      await writeAudit(trx, input, report, { actor, requestId, at: importedAt });
      return report;
    });
    reports.wake();
    suggestions.wake();
    return imported;
  };
}

async function writeAudit(
  trx: Transaction,
  { scenarioId, generationId }: ImportInput,
  report: ImportReport,
  act: Pick<CallContext, "actor" | "requestId"> & { at: Date },
): Promise<void> {
  const context: AuditContext = {
    schema: "catalog",
    organizationId: act.actor.organizationId,
    ...act,
  };
  const { incubationId, payloadHash, imported, alreadyActive, skipped } = report;
  await appendAuditEvents(trx, context, [
    {
      action: "incubation.imported",
      entityType: "incubation",
      entityId: incubationId,
      scenarioId,
      generationId,
      after: { payloadHash, imported, alreadyActive, skipped: skipped.length },
    },
  ]);
}

async function storedReport(trx: Transaction, input: ImportInput): Promise<ImportReport> {
  const standing = await findStanding(trx, input);
  const isSame =
    standing?.generationId === input.generationId &&
    standing.scenarioId === input.scenarioId &&
    standing.payloadHash === input.payloadHash;
  if (standing && isSame) return standing.report;
  throw new ViveroError(
    "IMPORT_PAYLOAD_MISMATCH",
    standing?.generationId === input.generationId
      ? `Generation ${input.generationId} was imported already, with another tree or for another scenario.`
      : `Scenario ${input.scenarioId} was imported already, from another generation.`,
    { details: { importedScenarioId: standing?.scenarioId, importedPayloadHash: standing?.payloadHash } },
  );
}

function countRows(rows: TreeRows): TreeCounts {
  return {
    capabilities: rows.capabilities.length,
    competencies: rows.competencies.length,
    skills: rows.skills.length,
  };
}

/** How many of the rows bear a name that is active; twins count each. */
function countActive(rows: TreeRows, active: ImportGround["active"]): TreeCounts {
  const count = (kind: keyof TreeCounts) => {
    const taken = new Set(active[kind]);
    return rows[kind].filter(({ nameKey }) => taken.has(nameKey)).length;
  };
  return {
    capabilities: count("capabilities"),
    competencies: count("competencies"),
    skills: count("skills"),
  };
}
