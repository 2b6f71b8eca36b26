import type { AcceptOutput, Generation, GenerationSummary, Scenario, TreeCounts } from "@vivero/contracts";
import { ApiError, EXAMPLES, finishedGeneration, readExample, waitFor } from "@vivero/local-stack";
import { OperationError, reasonOf } from "../../command/operation-error.ts";
import type { Person } from "../people.ts";
import type { Action, Run } from "../run.ts";
import type { TriedScenario } from "../run-record.ts";
import { fromStaging } from "./from-staging.ts";

const ANSWER_WITHIN_MS = 180_000;

export const tryImports: Action = async (run, note) => {
  if (run.environment === "production") return fromStaging(run, "import", note);
  const tried: TriedScenario[] = [];
  for (const [index, example] of EXAMPLES.entries()) {
    const person = await run.people().forTest(index);
    const scenario = await tryImport(run, example, person).catch((cause) => {
      throw new OperationError(`${example}: ${failure(cause)}`, { cause });
    });
    tried.push(scenario);
    note(
      `${example}: generation ${scenario.generationId}, scenario ${scenario.scenarioId} of organization ${scenario.organizationId}, ${formatTree(scenario.found)} imported`,
    );
  }
  run.facts = { ...run.facts, tried };
  return `${tried.length} generated, accepted and imported: ${tried.map(({ example, found }) => `${example} ${formatTree(found)}`).join(", ")}`;
};

async function tryImport(
  run: Run,
  example: (typeof EXAMPLES)[number],
  { api, organizationId }: Person,
): Promise<TriedScenario> {
  const { id } = await api.post<GenerationSummary>("/scenario-generations", await readExample(example));
  const generation = await finishedGeneration(api, id, ANSWER_WITHIN_MS);
  const { found } = generation;
  if (generation.status !== "complete" || !found) {
    throw new OperationError(
      `generation ${id} is ${generation.status}: ${generation.lastError?.message ?? "no reason was kept"}`,
    );
  }
  const accepted = await api.post<AcceptOutput>(`/scenario-generations/${id}/accept`, { import: true });
  const scenarioId = accepted.scenario.id;
  const { sourceGenerationId, hasAcceptedPrompt } = accepted.scenario;
  if (sourceGenerationId !== id || !hasAcceptedPrompt) {
    throw new OperationError(
      `scenario ${scenarioId} lacks ${hasAcceptedPrompt ? "its generation" : "its prompt"}`,
    );
  }
  const imported = await importOf(run, { api, organizationId }, scenarioId);
  if (!isSameTree(imported, found))
    throw new OperationError(`the answer holds ${formatTree(found)}, ${formatTree(imported)} were imported`);
  const { importAudit } = await api.get<Generation>(`/scenario-generations/${id}`);
  const statuses = importAudit.map(({ status }) => status);
  if (statuses.at(-1) !== "success")
    throw new OperationError(
      `import_audit of generation ${id} is ${statuses.join(", ") || "empty"}, and must end in success`,
    );
  return { example, organizationId, generationId: id, scenarioId, found };
}

/** The import may be delivered a moment after the accept. */
async function importOf({ importSeconds }: Run, { api }: Person, scenarioId: number): Promise<TreeCounts> {
  let last: Scenario["import"] | undefined;
  const scenario = await waitFor(
    "the import",
    async () => {
      const read = await api.get<Scenario>(`/scenarios/${scenarioId}`);
      last = read.import;
      return read;
    },
    (read) => read.import.status !== "pending",
    importSeconds * 1_000,
  ).catch((cause) => {
    const why = last?.error ? ` (${last.error.code}: ${last.error.message})` : "";
    throw new OperationError(
      last
        ? `scenario ${scenarioId} was accepted, but its import is still ${last.status} after ${importSeconds} s${why}: is the catalog away?`
        : reasonOf(cause),
      { cause },
    );
  });
  const { status, report, error } = scenario.import;
  if (status === "succeeded" && report) return report.imported;
  throw new OperationError(
    `the import of scenario ${scenarioId} is ${status}: ${error?.message ?? "no reason was kept"}`,
  );
}

/** What the API refused, with the fields at fault. */
function failure(cause: unknown): string {
  if (!(cause instanceof ApiError)) return reasonOf(cause);
  const places = (cause.problem.errors ?? []).slice(0, 3).map(({ path, message }) => `${path} ${message}`);
  return [cause.message, ...places].join("; ");
}

const KINDS = ["capabilities", "competencies", "skills"] as const;

export const formatTree = (tree: TreeCounts) => KINDS.map((kind) => `${tree[kind]} ${kind}`).join(" / ");
export const isSameTree = (one: TreeCounts, other: TreeCounts) =>
  KINDS.every((kind) => one[kind] === other[kind]);
