import type {
  AcceptOutput,
  AuditEvent,
  Generation,
  GenerationSummary,
  IncubationTree,
  ReviewResult,
  TreeCounts,
} from "@vivero/contracts";
import { type ApiClient, ApiError, waitFor } from "../api-client.ts";
import { finishedGeneration } from "../seed-examples.ts";
import type { AnswerSource } from "./answer-sources.ts";
import type { DemoRefusal, DemoScenario } from "./demo-report.ts";

const NOTHING: TreeCounts = { capabilities: 0, competencies: 0, skills: 0 };

async function eventCount(api: ApiClient): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: { items: AuditEvent[]; nextCursor: string | null } = await api.get(
      `/audit-events?limit=200${cursor === null ? "" : `&cursor=${cursor}`}`,
    );
    count += page.items.length;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return count;
}

async function accept(api: ApiClient, file: string, id: number): Promise<AcceptOutput | DemoRefusal> {
  try {
    return await api.post<AcceptOutput>(`/scenario-generations/${id}/accept`, { import: true });
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== "ANSWER_INVALID") throw error;
    const { detail, errors = [] } = error.problem;
    const places = errors.slice(0, 5).map(({ path, message }) => `${path || "the whole"} ${message}`);
    const more = errors.length > places.length ? `; and ${errors.length - places.length} more` : "";
    return { file, stage: "accept", reason: places.length > 0 ? `${places.join("; ")}${more}` : detail };
  }
}

/** The import may be delivered a moment after the accept; promotion waits for it. */
async function imported(api: ApiClient, scenarioId: number): Promise<IncubationTree> {
  const path = `/scenarios/${scenarioId}`;
  await waitFor(
    `the import of scenario ${scenarioId}`,
    () => api.get<{ import: { status: string } }>(path),
    (scenario) => scenario.import.status !== "pending",
  );
  return await api.get<IncubationTree>(`${path}/incubation`);
}

/**
 * Takes one answer the whole way, in an organization of its own: generated, accepted with import, incubated,
 * everything approved, read back.
 */
export async function takeAnswer(
  api: ApiClient,
  { file, request }: AnswerSource,
): Promise<DemoScenario | DemoRefusal> {
  const { id } = await api.post<GenerationSummary>("/scenario-generations", request);
  const finished = await finishedGeneration(api, id, 180_000);
  if (finished.status !== "complete") {
    return { file, stage: "generation", reason: finished.lastError?.message ?? `it is ${finished.status}` };
  }
  const accepted = await accept(api, file, id);
  if ("reason" in accepted) return accepted;
  const scenarioId = accepted.scenario.id;
  const tree = await imported(api, scenarioId);
  const incubated: TreeCounts = {
    capabilities: tree.capabilities.length,
    competencies: tree.competencies.length,
    skills: tree.skills.length,
  };
  const { counts } = await api.post<ReviewResult>(`/scenarios/${scenarioId}/incubation/approve`, {
    all: true,
  });
  await waitFor(
    `scenario ${scenarioId} to be incubated`,
    () => api.get<{ status: string }>(`/scenarios/${scenarioId}`),
    ({ status }) => status === "incubated",
  );
  const generation = await api.get<Generation>(`/scenario-generations/${id}`);
  const { verified } = await api.get<{ verified: boolean }>("/audit-events/verification");
  return {
    file,
    name: accepted.scenario.name,
    generationId: id,
    scenarioId,
    found: finished.found ?? NOTHING,
    incubated,
    promoted: counts.active,
    merged: counts.merged,
    importAudit: generation.importAudit.map(({ status }) => status),
    auditEvents: await eventCount(api),
    chainVerified: verified,
  };
}
