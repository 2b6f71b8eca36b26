import type { CallContext, CatalogApi, IncubationTree, ReviewInput, ReviewResult } from "@vivero/contracts";
import { everyEntity, incubate, items, type Outline, someone } from "./open-catalog.ts";

/** A scenario that incubates, with short ways to look at it and to decide on it; no names: all of it. */
export interface OpenedScenario {
  readonly scenarioId: number;
  readonly context: CallContext;
  tree(): Promise<IncubationTree>;
  /** Each entity's status by its name. */
  states(): Promise<Record<string, string>>;
  approve(...names: string[]): Promise<ReviewResult>;
  reject(reason: string, ...names: string[]): Promise<ReviewResult>;
  undo(...names: string[]): Promise<ReviewResult>;
  /** Merges entities of this scenario, by their names, into those of the ids. */
  merge(into: Record<string, number>): Promise<ReviewResult>;
}

export type OpenScenario = (outline: Outline, context?: CallContext) => Promise<OpenedScenario>;

/** Opens scenarios, each in an organization of its own unless a context is given. */
export function scenarioOpener(api: CatalogApi): OpenScenario {
  return async (outline, context = someone()) => {
    const scenarioId = await incubate(api, context, outline);
    const tree = () => api.incubationTree({ scenarioId }, context);
    const input = async (names: string[]): Promise<ReviewInput> => ({
      scenarioId,
      selection: names.length === 0 ? { all: true } : { items: items(await tree(), ...names) },
    });
    return {
      scenarioId,
      context,
      tree,
      states: async () =>
        Object.fromEntries(everyEntity(await tree()).map(({ name, status }) => [name, status])),
      approve: async (...names) => api.approve(await input(names), context),
      reject: async (reason, ...names) => api.reject({ ...(await input(names)), reason }, context),
      undo: async (...names) => api.undo(await input(names), context),
      merge: async (into) => {
        const named = items(await tree(), ...Object.keys(into));
        const merged = named.map((item, index) => ({ ...item, intoId: Object.values(into)[index] ?? 0 }));
        return api.merge({ scenarioId, items: merged }, context);
      },
    };
  };
}
