import {
  type CatalogApi,
  type ImportInput,
  type ImportReport,
  type TreeCounts,
  ViveroError,
} from "@vivero/contracts";
import { appendAuditEvents } from "@vivero/database";
import { type ActiveName, findActiveNames } from "../active-names-store.ts";
import { findStanding, insertOnce } from "../incubation-store.ts";
import type { Ports, Transaction } from "../ports.ts";
import { refuseUnstorable } from "./refuse-unstorable.ts";
import { type TreeRows, treeRows } from "./tree-rows.ts";
import { allocateIds, insertTree } from "./tree-store.ts";

/**
 * Imports the tree of an accepted answer as incubating entities, exactly once a generation: the same payload again, or
 * at the same time, gives the stored report. Nothing that exists is touched; names that are active already are counted.
 *
 * One transaction of 13 statements whatever the tree's size (`BEGIN`, tenant and `COMMIT` included), one audit event for
 * the whole import.
 *
 * @throws ViveroError IMPORT_PAYLOAD_MISMATCH when another tree was imported for the generation or the scenario;
 *   INVALID_REQUEST when a name cannot be stored
 */
export function importTree({ database, reports, clock }: Ports): CatalogApi["importTree"] {
  return async (input, context) => {
    const rows = treeRows(input.capabilities);
    refuseUnstorable(rows);
    const { scenarioId, generationId } = input;
    const { organizationId, userId } = context.actor;
    const importedAt = clock();

    return database.tenant(organizationId, async (trx) => {
      const ids = await allocateIds(trx, rows);
      const active = await findActiveNames(trx, nameKeysOf(rows));
      const imported = countRows(rows);
      const report: ImportReport = {
        incubationId: ids.incubation,
        payloadHash: input.payloadHash,
        imported,
        alreadyActive: countActive(rows, active),
        skipped: input.skipped,
        importedAt: importedAt.toISOString(),
      };
      const isFirst = await insertOnce(trx, {
        organizationId,
        scenarioId,
        generationId,
        remaining: imported.capabilities + imported.competencies + imported.skills,
        importedBy: userId,
        importedAt,
        requestId: context.requestId,
        report,
      });
      if (!isFirst) return storedReport(trx, input);

      await insertTree(trx, { organizationId, scenarioId, generationId, importedAt }, rows, ids);
      await reports.enqueue(trx, { scenarioId, actor: context.actor, requestId: context.requestId });
      await appendAuditEvents(
        trx,
        {
          schema: "catalog",
          organizationId,
          actor: context.actor,
          requestId: context.requestId,
          at: importedAt,
        },
        [
          {
            action: "incubation.imported",
            entityType: "incubation",
            entityId: ids.incubation,
            scenarioId,
            generationId,
            after: {
              payloadHash: report.payloadHash,
              imported,
              alreadyActive: report.alreadyActive,
              skipped: report.skipped.length,
            },
          },
        ],
      );
      return report;
    });
  };
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

function nameKeysOf(rows: TreeRows): Record<keyof TreeCounts, string[]> {
  const keys = (kind: keyof TreeCounts) => [...new Set(rows[kind].map(({ nameKey }) => nameKey))];
  return { capabilities: keys("capabilities"), competencies: keys("competencies"), skills: keys("skills") };
}

/** How many of the rows bear a name that is active; twins count each. */
function countActive(rows: TreeRows, active: readonly ActiveName[]): TreeCounts {
  const count = (kind: keyof TreeCounts, type: ActiveName["type"]) => {
    const taken = new Set(active.filter((each) => each.type === type).map(({ nameKey }) => nameKey));
    return rows[kind].filter(({ nameKey }) => taken.has(nameKey)).length;
  };
  return {
    capabilities: count("capabilities", "capability"),
    competencies: count("competencies", "competency"),
    skills: count("skills", "skill"),
  };
}
