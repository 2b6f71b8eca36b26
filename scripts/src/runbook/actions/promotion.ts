import type { AuditEvent, CatalogPage, ReviewResult, Scenario, TreeCounts } from "@vivero/contracts";
import { type ApiClient, waitFor } from "@vivero/local-stack";
import { OperationError } from "../../command/operation-error.ts";
import { verifyEveryChain } from "../audit-chains.ts";
import type { Action, Run } from "../run.ts";
import type { TriedScenario } from "../run-record.ts";
import { fromStaging } from "./from-staging.ts";
import { formatTree, isSameTree } from "./functional-test.ts";
import { countInDatabase, triedScenarios } from "./tried-scenarios.ts";

const INCUBATED_WITHIN_MS = 30_000;

export const promoteAndAudit: Action = async (run, note) => {
  if (run.environment === "production") return fromStaging(run, "promotion", note);
  const promoted: string[] = [];
  for (const scenario of triedScenarios(run)) {
    const { api } = await run.people().of(scenario.organizationId);
    const line = await promote(run, api, scenario);
    note(`scenario ${scenario.scenarioId}: ${line}`);
    promoted.push(`scenario ${scenario.scenarioId} ${line}`);
  }
  const chains = await verifyEveryChain(run.installation.database.ownerUrl);
  if (chains.broken.length > 0)
    throw new OperationError(`The audit record is not whole: ${chains.broken.join("; ")}.`);
  note(`${chains.verified} audit chains recomputed, ${chains.events} events, all whole`);
  return `${promoted.join(", ")}; ${chains.verified} audit chains of ${chains.events} events are whole`;
};

/** Approves everything; already approved, it only looks. */
async function promote(run: Run, api: ApiClient, scenario: TriedScenario): Promise<string> {
  const { scenarioId, found } = scenario;
  const { conflicts, remaining } = await api.post<ReviewResult>(
    `/scenarios/${scenarioId}/incubation/approve`,
    { all: true },
  );
  if (remaining > 0) {
    const names = conflicts
      .slice(0, 3)
      .map(({ type, name, reason }) => `${type} ${JSON.stringify(name)}: ${reason}`);
    throw new OperationError(
      `${remaining} entities of scenario ${scenarioId} could not be promoted (${names.join("; ")}). An organization that a test has used before has these names already: give the test another one.`,
    );
  }
  const decided = await countInDatabase(run.installation.database.ownerUrl, scenario, ["active", "merged"]);
  if (!isSameTree(decided, found))
    throw new OperationError(
      `Of ${formatTree(found)} of scenario ${scenarioId}, ${formatTree(decided)} are active or merged.`,
    );
  await waitFor(
    `scenario ${scenarioId} to be incubated`,
    () => api.get<Scenario>(`/scenarios/${scenarioId}`),
    ({ status }) => status === "incubated",
    INCUBATED_WITHIN_MS,
  ).catch((cause: Error) => {
    throw new OperationError(cause.message, { cause });
  });
  const active = await countInDatabase(run.installation.database.ownerUrl, scenario, ["active"]);
  const live = await countLive(api, scenario);
  if (!isSameTree(active, live))
    throw new OperationError(
      `${formatTree(active)} of scenario ${scenarioId} are active, the live catalog shows ${formatTree(live)}.`,
    );
  const events = await requireEvents(api, scenario);
  return `${formatTree(active)} active, scenario incubated, ${events} audit events`;
}

/** What the live catalog shows of a scenario. */
async function countLive(api: ApiClient, { scenarioId }: TriedScenario): Promise<TreeCounts> {
  const count = async (plural: keyof TreeCounts): Promise<number> => {
    const items = await everyPage<CatalogPage["items"][number]>(api, `/catalog/${plural}?limit=200`);
    return items.filter((item) => item.scenarioId === scenarioId).length;
  };
  return {
    capabilities: await count("capabilities"),
    competencies: await count("competencies"),
    skills: await count("skills"),
  };
}

/** One event for the scenario, one for its import, one for each entity; returns how many there are. */
async function requireEvents(api: ApiClient, { scenarioId, found }: TriedScenario): Promise<number> {
  const events = await everyPage<AuditEvent>(api, `/audit-events?limit=200&scenarioId=${scenarioId}`);
  const entities = found.capabilities + found.competencies + found.skills;
  const decisions = new Set(
    events
      .filter(({ action }) => /\.(approved|merged)$/.test(action))
      .map(({ entityType, entityId }) => `${entityType} ${entityId}`),
  );
  const missing = [
    ...["scenario.created", "incubation.imported"].filter(
      (action) => !events.some((event) => event.action === action),
    ),
    ...(decisions.size === entities ? [] : [`${entities - decisions.size} of ${entities} promotions`]),
  ];
  if (missing.length > 0)
    throw new OperationError(`The audit of scenario ${scenarioId} lacks ${missing.join(", ")}.`);
  return events.length;
}

async function everyPage<T>(api: ApiClient, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: T[]; nextCursor: string | null } = await api.get(
      `${path}${cursor === null ? "" : `&cursor=${cursor}`}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
