import type { AcceptOutput, GenerationSummary, IncubationTree } from "@vivero/contracts";
import { readExample, waitFor } from "@vivero/local-stack";
import type { APIRequestContext } from "playwright-core";
import { type FlagList, isOn } from "../src/pages/generation/accept/flags-query.ts";
import type { Web, Window } from "./open-web.ts";

/** Capabilities with their competencies with the names of their skills. */
export type Outline = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The API as the page of somebody who is signed in uses it. */
export interface PersonApi {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

const PREFIX = "/api/strategic-planning";

/** Calls the API with the session of a browser window. */
export async function apiOf({ page }: Window, web: Web): Promise<PersonApi> {
  const { request } = page.context();
  const { csrfToken } = (await (await request.get(`${web.url}/auth/session`)).json()) as {
    csrfToken: string;
  };
  const read = async <T>(response: Awaited<ReturnType<APIRequestContext["get"]>>): Promise<T> => {
    if (!response.ok())
      throw new Error(`${response.url()} answered ${response.status()}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    get: async (path) => await read(await request.get(`${web.url}${PREFIX}${path}`)),
    post: async (path, body) =>
      await read(
        await request.post(`${web.url}${PREFIX}${path}`, {
          data: body,
          headers: { "x-csrf-token": csrfToken },
        }),
      ),
  };
}

/** An answer of the model with these names; each skill says what it is. */
function answerOf(name: string, outline: Outline): string {
  return JSON.stringify({
    scenario_metadata: { name, description: "For a test.", confidence_score: 0.8 },
    capabilities: Object.entries(outline).map(([capability, competencies]) => ({
      name: capability,
      importance: 4,
      competencies: Object.entries(competencies).map(([competency, skills]) => ({
        name: competency,
        required_level: 3,
        skills: skills.map((skill) => ({ name: skill, description: `About ${skill}.` })),
      })),
    })),
  });
}

/** Has the model answer with an outline, accepts it with import, and waits until it incubates; gives the scenario's number. */
export async function seedScenario(
  web: Web,
  api: PersonApi,
  name: string,
  outline: Outline,
): Promise<number> {
  await web.teach(name, answerOf(name, outline));
  const example = await readExample("northquay-logistics");
  const { id } = await api.post<GenerationSummary>("/scenario-generations", {
    ...example,
    identity: { ...example.identity, companyName: name },
  });
  await waitFor(
    `generation ${id} to be complete`,
    () => api.get<GenerationSummary>(`/scenario-generations/${id}`),
    ({ status }) => status === "complete",
  );
  await waitFor(
    "the service to know that import is switched on",
    () => api.get<FlagList>("/flags"),
    (flags) => isOn(flags, "import_generation", false),
  );
  const { scenario } = await api.post<AcceptOutput>(`/scenario-generations/${id}/accept`, { import: true });
  if (scenario.import.status !== "succeeded") throw new Error(`The import is ${scenario.import.status}.`);
  return scenario.id;
}

/** The status of each entity of a scenario, by name. */
export async function statusesOf(api: PersonApi, scenarioId: number): Promise<Record<string, string>> {
  const tree = await api.get<IncubationTree>(`/scenarios/${scenarioId}/incubation`);
  const all = [...tree.capabilities, ...tree.competencies, ...tree.skills];
  return Object.fromEntries(all.map(({ name, status }) => [name, status]));
}
