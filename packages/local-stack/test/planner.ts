import type { AcceptOutput, Generation, GenerationSummary } from "@vivero/contracts";
import type { ApiClient } from "../src/api-client.ts";
import { EXAMPLES, finishedGeneration, readExample } from "../src/seed-examples.ts";

/** Starts a generation for a company, whose name tells the simulator which answer to give. */
export async function begin(api: ApiClient, company?: string): Promise<number> {
  const example = await readExample(EXAMPLES[2]);
  const request = company ? { ...example, identity: { ...example.identity, companyName: company } } : example;
  return (await api.post<GenerationSummary>("/scenario-generations", request)).id;
}

/** A complete generation, ready to accept. */
export async function generate(api: ApiClient, company?: string): Promise<number> {
  const id = await begin(api, company);
  const { status, lastError } = await finishedGeneration(api, id);
  if (status !== "complete") throw new Error(`generation ${id} is ${status}: ${lastError?.message}`);
  return id;
}

/** Accepts with import. */
export const accept = (api: ApiClient, id: number) =>
  api.post<AcceptOutput>(`/scenario-generations/${id}/accept`, { import: true });

/** The statuses of a generation's import audit, in order. */
export async function importAudit(api: ApiClient, id: number): Promise<string[]> {
  const { importAudit: entries } = await api.get<Generation>(`/scenario-generations/${id}`);
  return entries.map(({ status }) => status);
}

/** Everything that the organization has accepted. */
export async function scenarioCount(api: ApiClient): Promise<number> {
  return (await api.get<{ items: unknown[] }>("/scenarios?limit=200")).items.length;
}
