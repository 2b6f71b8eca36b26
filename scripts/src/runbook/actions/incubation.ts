import type { IncubationTree, TreeCounts } from "@vivero/contracts";
import { OperationError } from "../../command/operation-error.ts";
import type { Action } from "../run.ts";
import { fromStaging } from "./from-staging.ts";
import { formatTree, isSameTree } from "./functional-test.ts";
import { countInDatabase, triedScenarios } from "./tried-scenarios.ts";

export const checkIncubation: Action = async (run, note) => {
  if (run.environment === "production") return fromStaging(run, "incubating", note);
  const shown: string[] = [];
  for (const scenario of triedScenarios(run)) {
    const { api } = await run.people().of(scenario.organizationId);
    const tree = await api.get<IncubationTree>(`/scenarios/${scenario.scenarioId}/incubation`);
    const counts: [where: string, counts: TreeCounts][] = [
      [
        "the database has",
        await countInDatabase(run.installation.database.ownerUrl, scenario, ["in_incubation"]),
      ],
      ["the API shows", tree.counts.in_incubation],
    ];
    const wrong = counts.filter(([, found]) => !isSameTree(found, scenario.found));
    if (wrong.length > 0) {
      throw new OperationError(
        `Scenario ${scenario.scenarioId} of organization ${scenario.organizationId}: the answer holds ${formatTree(scenario.found)}; ${wrong.map(([where, found]) => `${where} ${formatTree(found)}`).join(", ")} in incubation.`,
      );
    }
    note(
      `scenario ${scenario.scenarioId}: ${formatTree(scenario.found)} in incubation, in the database and through the API; ${await whereToLook(run.installation.gatewayUrls, scenario.scenarioId)}`,
    );
    shown.push(`scenario ${scenario.scenarioId} ${formatTree(scenario.found)}`);
  }
  return `as many in the database and through the API as in the answers: ${shown.join(", ")}`;
};

/**
 * The page that shows a scenario's incubating entities to people of its organization. A gateway may serve the API alone, and one
 * that does not answer is for the steps that look after gateways.
 */
async function whereToLook(gatewayUrls: readonly string[], scenarioId: number): Promise<string> {
  for (const gateway of gatewayUrls) {
    const address = `${gateway}/scenarios/${scenarioId}`;
    const page = await fetch(address, { headers: { accept: "text/html" } }).catch(() => undefined);
    if (page?.ok && page.headers.get("content-type")?.includes("text/html")) return `to look at: ${address}`;
  }
  return "no gateway serves the web UI";
}
