import { type LegacyPrompt, legacyPrompt } from "./awkward-prompts.ts";

/** How a legacy scenario hangs together with generations. */
export type LinkCase =
  | "named by number"
  | "named by text"
  | "named by column"
  | "named by both"
  | "two claimants"
  | "nobody names it"
  | "named from another organization"
  | "shares its generation, by column"
  | "shares its generation, by number"
  | "named by something that is no id"
  | "its generation names one that is gone, too";

/** Most are as accepting left them; every oddity comes once in twenty. */
const CASES: readonly LinkCase[] = [
  ...Array<LinkCase>(7).fill("named by number"),
  "named by text",
  ...Array<LinkCase>(3).fill("named by column"),
  "named by both",
  "two claimants",
  "nobody names it",
  "named from another organization",
  "shares its generation, by column",
  "shares its generation, by number",
  "named by something that is no id",
  "its generation names one that is gone, too",
  "named by number",
];

const NO_IDS: readonly unknown[] = [
  "abc",
  "",
  0,
  -5,
  1.5,
  null,
  {},
  [7],
  true,
  "99999999999999999999",
  " 12",
  "1e3",
];

export type LegacyScenario = { organizationId: number; id: number; name: string; status: string };

export type LegacyGeneration = {
  organizationId: number;
  id: number;
  scenarioId: number | null;
  metadata: Record<string, unknown>;
  language: "es" | "en";
  acceptedBy: number;
  acceptedAt: string;
  confidenceScore: number | null;
  modelVersion: string | null;
} & LegacyPrompt;

/** Ids for two generations a scenario, at most, all growing. */
export type LegacyIds = { scenarios: readonly number[]; generations: readonly number[] };

/** How many organizations the scenarios are dealt out to, and the first one's id. */
const ORGANIZATIONS = 5;
const FIRST_ORGANIZATION = 9_001;
/** So many in a row belong to one organization: cases that need two scenarios find both in it. */
export const SCENARIOS_A_DEAL = 20;

/** The organization of the `index`-th scenario. */
const organizationOf = (index: number) =>
  FIRST_ORGANIZATION + (Math.floor(index / SCENARIOS_A_DEAL) % ORGANIZATIONS);

/** The case of the `index`-th scenario. */
const caseOf = (index: number): LinkCase => CASES[index % CASES.length] ?? "named by number";

/**
 * Scenarios and generations as they were before scenarios knew where they came from, from the `first`-th on: as many as there are
 * ids for. Deterministic.
 */
export function legacyRows(
  first: number,
  ids: LegacyIds,
): { scenarios: LegacyScenario[]; generations: LegacyGeneration[] } {
  const scenarios = ids.scenarios.map((id, place) => ({
    organizationId: organizationOf(first + place),
    id,
    name: `Escenario "${first + place}" 🌱`,
    status: "draft",
  }));
  const generations = scenarios.flatMap(({ organizationId, id }, place) => {
    const own = ids.generations.slice(2 * place, 2 * place + 2);
    const next = scenarios[place + 1];
    return naming(first + place, { id, nextId: next?.id ?? id }).map((claim, turn) =>
      generation(first + place, { organizationId, id: own[turn] ?? 0, ...claim }),
    );
  });
  return { scenarios, generations };
}

type Claim = { scenarioId?: number; created?: unknown; organizationId?: number };

/** What the generations of a scenario say of scenarios. */
function naming(index: number, { id, nextId }: { id: number; nextId: number }): Claim[] {
  switch (caseOf(index)) {
    case "named by number":
      return [{ created: id }];
    case "named by text":
      return [{ created: String(id) }];
    case "named by column":
      return [{ scenarioId: id }];
    case "named by both":
      return [{ scenarioId: id, created: id }];
    case "two claimants":
      return [{ scenarioId: id }, { created: id }];
    case "named from another organization":
      return [{ created: id, organizationId: organizationOf(index) + 1_000 }];
    case "shares its generation, by column":
      return [{ scenarioId: id, created: nextId }];
    case "named by something that is no id":
      return [{ created: NO_IDS[Math.floor(index / CASES.length) % NO_IDS.length] }];
    case "its generation names one that is gone, too":
      return [{ scenarioId: id, created: Number.MAX_SAFE_INTEGER - index }];
    case "shares its generation, by number":
    case "nobody names it":
      return [];
  }
}

function generation(index: number, claim: Claim & { organizationId: number; id: number }): LegacyGeneration {
  const { organizationId, id, scenarioId, created } = claim;
  // Some have a history of imports, some an empty one, some none.
  const history = [[], [{ status: "success", attempted_by: 7, attempted_at: "2025-11-20T10:00:00.000Z" }]];
  const audit = history[index % 3];
  return {
    organizationId,
    id,
    scenarioId: scenarioId ?? null,
    metadata: {
      ...(created === undefined ? {} : { created_scenario_id: created }),
      ...(audit === undefined ? {} : { import_audit: audit }),
    },
    language: index % 4 === 0 ? "en" : "es",
    acceptedBy: 7 + (index % 5),
    acceptedAt: new Date(Date.UTC(2025, 10, 5) + index * 61_003).toISOString(),
    confidenceScore: index % 6 === 0 ? null : (index % 1_000) / 1_000,
    modelVersion: index % 7 === 0 ? null : "gpt-4o-2024-08-06",
    ...legacyPrompt(index),
  };
}
