import { type AdminApi, UnleashAdminError } from "@vivero/flags";
import Type from "typebox";
import { Value } from "typebox/value";
import type { FlagDefinition, FlagDefinitions } from "./flag-definitions.ts";

/** `made`: it was not there. `finished`: an earlier seeding was cut short. `left`: it was there and stays as it is. */
export type SeedOutcome = "made" | "finished" | "left";

export interface SeedLine {
  kind: "context field" | "flag";
  name: string;
  outcome: SeedOutcome;
}

/** The description of a flag while it is being made, by which a seeding that was cut short is told from a made flag. */
export const unfinishedDescription = "Being made by Vivero's seeding; not to be used yet.";

const features = "/projects/default/features";

/**
 * Makes the context fields and flags that Unleash does not have yet. One that is there, or was archived, is never
 * touched: it is as its operators want it.
 *
 * @param options.dryRun tells what would be done, and does nothing.
 * @throws UnleashAdminError when Unleash refuses.
 */
export async function seedFlags(
  api: AdminApi,
  definitions: FlagDefinitions,
  { dryRun = false } = {},
): Promise<SeedLine[]> {
  const lines: SeedLine[] = [];
  for (const field of definitions.contextFields) {
    const outcome = (await nameIsFree(api, "/context/validate", field.name)) ? "made" : "left";
    if (outcome === "made" && !dryRun) {
      await api.request("POST", "/context", field);
    }
    lines.push({ kind: "context field", name: field.name, outcome });
  }
  for (const flag of definitions.flags) {
    const outcome = await flagOutcome(api, flag.name);
    if (outcome !== "left" && !dryRun) {
      await makeFlag(api, flag, outcome);
    }
    lines.push({ kind: "flag", name: flag.name, outcome });
  }
  return lines;
}

async function flagOutcome(api: AdminApi, name: string): Promise<SeedOutcome> {
  if (await nameIsFree(api, "/features/validate", name)) {
    return "made";
  }
  const found = await findFeature(api, name);
  return found?.description === unfinishedDescription ? "finished" : "left";
}

/** Each step can be done again: a seeding that is killed here goes on from where it was. */
async function makeFlag(api: AdminApi, flag: FlagDefinition, outcome: "made" | "finished"): Promise<void> {
  const { name, type, description } = flag;
  if (outcome === "made") {
    await api.request("POST", features, { name, type, description: unfinishedDescription });
  }
  for (const environment of (await findFeature(api, name))?.environments ?? []) {
    const place = `${features}/${name}/environments/${encodeURIComponent(environment.name)}`;
    if (environment.strategies.length === 0) {
      await api.request("POST", `${place}/strategies`, flag.strategy);
    }
    if (flag.enabled[environment.name] ?? flag.enabled["*"]) {
      await api.request("POST", `${place}/on`);
    }
  }
  await api.request("PUT", `${features}/${name}`, { type, description });
}

const featureSchema = Type.Object({
  description: Type.Union([Type.String(), Type.Null()]),
  environments: Type.Array(Type.Object({ name: Type.String(), strategies: Type.Array(Type.Unknown()) })),
});

/** The flag as Unleash has it; undefined when it is not there or archived. */
async function findFeature(api: AdminApi, name: string) {
  const answer = await unlessStatus(404, api.request("GET", `${features}/${name}`));
  return answer === undefined ? undefined : Value.Parse(featureSchema, answer);
}

/** Whether nothing has that name, archived flags included. */
async function nameIsFree(api: AdminApi, path: string, name: string): Promise<boolean> {
  const taken = "taken";
  return (await unlessStatus(409, api.request("POST", path, { name }), taken)) !== taken;
}

/** What the request gives, or `otherwise` when Unleash answers with that status. */
async function unlessStatus(
  status: number,
  request: Promise<unknown>,
  otherwise?: unknown,
): Promise<unknown> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof UnleashAdminError && error.status === status) {
      return otherwise;
    }
    throw error;
  }
}
