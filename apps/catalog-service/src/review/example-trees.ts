import fc from "fast-check";
import type { Change, ReviewedEntity } from "./scenario-tree.ts";
import { keyOf, type ScenarioTree, scenarioTree } from "./scenario-tree.ts";

/** A tree as tests write it: names of capabilities, of their competencies, of their skills. */
export type Outline = Record<string, Record<string, string[]>>;

/** Everything incubating, ids from 1 in the order of the answer; a trailing `'` makes a twin: `Data'` is named `data`. */
export function treeOf(outline: Outline): ScenarioTree {
  const rows: ReviewedEntity[] = [];
  const add = (type: ReviewedEntity["type"], name: string, parentId: number | null): number => {
    const id = rows.filter((row) => row.type === type).length + 1;
    rows.push({
      type,
      id,
      parentId,
      name,
      nameKey: name.replaceAll("'", "").toLowerCase(),
      status: "in_incubation",
      mergedIntoId: null,
      rejectionReason: null,
      decisionId: null,
    });
    return id;
  };
  for (const [capability, competencies] of Object.entries(outline)) {
    const capabilityId = add("capability", capability, null);
    for (const [competency, skills] of Object.entries(competencies)) {
      const competencyId = add("competency", competency, capabilityId);
      for (const skill of skills) add("skill", skill, competencyId);
    }
  }
  const kind = (type: ReviewedEntity["type"]) => rows.filter((row) => row.type === type);
  return scenarioTree([...kind("capability"), ...kind("competency"), ...kind("skill")]);
}

/** The entity of that name. */
export function named(tree: ScenarioTree, name: string): ReviewedEntity {
  const found = tree.entities.find((entity) => entity.name === name);
  if (!found) throw new Error(`no ${name} in the tree`);
  return found;
}

export function selection(tree: ScenarioTree, ...names: string[]): Set<ReviewedEntity> {
  return new Set(names.map((name) => named(tree, name)));
}

/** The tree after a decision, as the store writes it. */
export function after(tree: ScenarioTree, changes: readonly Change[], decisionId: number): ScenarioTree {
  const changed = new Map(changes.map((change) => [keyOf(change.entity), change]));
  return scenarioTree(
    tree.entities.map((entity) => {
      const change = changed.get(keyOf(entity));
      if (!change) return entity;
      return {
        ...entity,
        status: change.to,
        mergedIntoId: change.mergedIntoId,
        rejectionReason: change.to === "rejected" ? "no" : null,
        decisionId: change.to === "in_incubation" ? null : decisionId,
      };
    }),
  );
}

/** Names and statuses, for comparing: `{Data: "active", "Data'": "merged into 1"}`. */
export function statuses(tree: ScenarioTree): Record<string, string> {
  return Object.fromEntries(
    tree.entities.map(({ name, status, mergedIntoId }) => [
      name,
      mergedIntoId === null ? status : `${status} into ${mergedIntoId}`,
    ]),
  );
}

/** Trees of up to four capabilities whose few names make many twins. */
export const randomTree: fc.Arbitrary<ScenarioTree> = fc
  .array(fc.array(fc.array(fc.nat(4), { maxLength: 4 }), { maxLength: 3 }), { maxLength: 4 })
  .chain((shape) =>
    fc.infiniteStream(fc.nat(3)).map((names) => {
      let serial = 0;
      // The serial keeps the outline's keys apart; the name key is what stands before it.
      const label = (letter: string) => `${letter}${names.next().value}${"'".repeat(serial++)}`;
      return treeOf(
        Object.fromEntries(
          shape.map((competencies) => [
            label("a"),
            Object.fromEntries(competencies.map((skills) => [label("b"), skills.map(() => label("c"))])),
          ]),
        ),
      );
    }),
  );
