import type { TreeCounts } from "@vivero/contracts";
import { openDatabase } from "@vivero/database";
import { OperationError } from "../../command/operation-error.ts";
import type { Run } from "../run.ts";
import type { TriedScenario } from "../run-record.ts";

/** @throws OperationError when no functional test has left any */
export function triedScenarios({ facts }: Run): readonly TriedScenario[] {
  if (facts.tried && facts.tried.length > 0) return facts.tried;
  throw new OperationError("No functional test has been run that this step could look at.", {
    next: ["npm run runbook -- --env staging --from functional"],
  });
}

/** How many entities of a scenario are in one of these states, counted in the database; one statement. */
export async function countInDatabase(
  ownerUrl: string,
  { organizationId, scenarioId }: TriedScenario,
  states: readonly string[],
): Promise<TreeCounts> {
  const database = openDatabase({ url: ownerUrl, applicationName: "vivero-runbook", poolSize: 1 });
  try {
    const count = (table: string) =>
      `(SELECT count(*) FROM catalog.${table} WHERE organization_id = :organizationId AND scenario_id = :scenarioId AND status = ANY (:states)) AS ${table}`;
    const { rows } = await database.knex.raw(
      `SELECT ${["capabilities", "competencies", "skills"].map(count).join(", ")}`,
      {
        organizationId,
        scenarioId,
        states: [...states],
      },
    );
    return rows[0];
  } finally {
    await database.close();
  }
}
