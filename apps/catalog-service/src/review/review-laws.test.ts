import type { ReviewResult } from "@vivero/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ActiveElsewhere, decideApproval } from "./decide-approval.ts";
import { decideMerge } from "./decide-merge.ts";
import { decideRejection } from "./decide-rejection.ts";
import { decideUndo, type UsedElsewhere } from "./decide-undo.ts";
import { after, randomTree } from "./example-trees.ts";
import {
  isResolved,
  keyOf,
  nameOf,
  type Outcome,
  type ReviewedEntity,
  type ScenarioTree,
} from "./scenario-tree.ts";

const RUNS = { numRuns: 1_500 };

/** Some names of the tree, active in another scenario. */
function takenNames(tree: ScenarioTree, bits: number): ActiveElsewhere {
  const names = [...new Set(tree.entities.map(nameOf))].filter((_, index) => (bits >> (index % 30)) & 1);
  return new Map(
    names.map((name) => [
      name,
      { type: name.split(":")[0] as ReviewedEntity["type"], id: 9_000_000, name: "theirs" },
    ]),
  );
}

function pick(tree: ScenarioTree, bits: number): Set<ReviewedEntity> {
  return new Set(tree.entities.filter((_, index) => (bits >> (index % 30)) & 1));
}

/** Half of the active ones, used by another scenario. */
function used(tree: ScenarioTree, bits: number): UsedElsewhere {
  const active = [...pick(tree, bits)].filter(({ status }) => status === "active");
  return new Map(
    active.map((entity) => [keyOf(entity), { type: entity.type, id: 9_000_001, name: "leaner" }]),
  );
}

/** For each entity one of its kind, whether active or not; sometimes itself. */
function intoSome(tree: ScenarioTree, bits: number) {
  const into = tree.entities.map((entity, index) => {
    const kind = tree.entities.filter(({ type }) => type === entity.type);
    return [keyOf(entity), kind[Math.abs(bits + index) % kind.length]?.id ?? entity.id] as const;
  });
  return { into: new Map(into), targets: new Map(tree.entities.map((entity) => [keyOf(entity), entity])) };
}

function expectLawful(tree: ScenarioTree, taken: ActiveElsewhere): void {
  const active = tree.entities.filter(({ status }) => status === "active");
  expect(new Set(active.map(nameOf)).size).toBe(active.length);
  expect(active.filter((entity) => taken.has(nameOf(entity)))).toEqual([]);
  for (const entity of tree.entities) {
    const parent = tree.parentOf(entity);
    if (parent && entity.status === "active") expect(isResolved(parent)).toBe(true);
    if (parent && entity.status === "in_incubation") expect(parent.status).not.toBe("rejected");
    if (entity.status === "merged") {
      const target = tree.get(keyOf({ type: entity.type, id: entity.mergedIntoId ?? 0 }));
      expect(target).toMatchObject({ status: "active" });
    } else {
      expect(entity.mergedIntoId).toBeNull();
    }
  }
}

const step = fc.record({
  action: fc.constantFrom("approve" as const, "reject" as const, "merge" as const, "undo" as const),
  bits: fc.integer(),
  usedBits: fc.integer(),
});

function decide(
  tree: ScenarioTree,
  { action, bits, usedBits }: { action: ReviewResult["action"]; bits: number; usedBits: number },
  taken: ActiveElsewhere,
): Outcome {
  if (action === "approve") return decideApproval(tree, pick(tree, bits), taken);
  if (action === "reject") return decideRejection(tree, pick(tree, bits));
  if (action === "merge") return decideMerge(tree, pick(tree, bits), intoSome(tree, usedBits));
  return decideUndo(tree, pick(tree, bits), used(tree, usedBits & bits));
}

describe("any sequence of review decisions", () => {
  it("keeps the laws of the tree: one active a name, parents decided first, nothing open under a rejected one", () => {
    fc.assert(
      fc.property(randomTree, fc.integer(), fc.array(step, { maxLength: 6 }), (start, bits, steps) => {
        const taken = takenNames(start, bits);
        let tree = start;
        for (const [index, each] of steps.entries()) {
          tree = after(tree, decide(tree, each, taken).changes, index + 1);
          expectLawful(tree, taken);
        }
      }),
      RUNS,
    );
  });

  it("changes nothing when the same decision is made again", () => {
    fc.assert(
      fc.property(
        randomTree,
        fc.integer(),
        fc.array(step, { minLength: 1, maxLength: 4 }),
        (start, bits, steps) => {
          const taken = takenNames(start, bits);
          let tree = start;
          for (const [index, each] of steps.entries()) {
            const first = decide(tree, each, taken);
            tree = after(tree, first.changes, index + 1);
            const again = decide(tree, { ...each, usedBits: each.usedBits }, taken);
            expect(again.changes).toEqual([]);
            if (each.action !== "undo") expect(again.conflicts).toHaveLength(first.conflicts.length);
          }
        },
      ),
      RUNS,
    );
  });

  it("accounts for every selected entity: changed, already as asked, or in conflict", () => {
    fc.assert(
      fc.property(
        randomTree,
        fc.integer(),
        fc.array(step, { minLength: 1, maxLength: 5 }),
        (start, bits, steps) => {
          const taken = takenNames(start, bits);
          let tree = start;
          for (const [index, each] of steps.entries()) {
            const selected = pick(tree, each.bits);
            const { changes, conflicts, unchanged } = decide(tree, each, taken);
            const changed = new Set(changes.map(({ entity }) => keyOf(entity)));
            const inConflict = new Set(conflicts.map(keyOf));
            const settled = [...selected].filter((entity) => changed.has(keyOf(entity)));
            const refused = [...selected].filter((entity) => inConflict.has(keyOf(entity)));
            expect(settled.length + refused.length + unchanged).toBe(selected.size);
            expect([...changed].filter((key) => inConflict.has(key))).toEqual([]);
            tree = after(tree, changes, index + 1);
          }
        },
      ),
      RUNS,
    );
  });
});

describe("an approval", () => {
  it("is refused exactly where a name, its own or an incubating ancestor's, is taken elsewhere", () => {
    fc.assert(
      fc.property(randomTree, fc.integer(), fc.integer(), (tree, takenBits, bits) => {
        const taken = takenNames(tree, takenBits);
        const selected = pick(tree, bits);
        const refused = new Set(decideApproval(tree, selected, taken).conflicts.map(keyOf));
        for (const entity of selected) {
          const chain = [entity, ...tree.ancestorsOf(entity)];
          expect(refused.has(keyOf(entity))).toBe(chain.some((each) => taken.has(nameOf(each))));
        }
      }),
      RUNS,
    );
  });

  it("approves no more than the selected ones and the ancestors that they hang from", () => {
    fc.assert(
      fc.property(randomTree, fc.integer(), fc.integer(), (tree, takenBits, bits) => {
        const selected = pick(tree, bits);
        const { changes } = decideApproval(tree, selected, takenNames(tree, takenBits));
        const changed = new Set(changes.map(({ entity }) => entity));
        const needed = new Set([...selected].filter((entity) => changed.has(entity)));
        for (const entity of [...needed]) for (const above of tree.ancestorsOf(entity)) needed.add(above);
        expect(changed).toEqual(needed);
      }),
      RUNS,
    );
  });

  it("comes undone without a trace", () => {
    fc.assert(
      fc.property(randomTree, fc.integer(), fc.integer(), (tree, takenBits, bits) => {
        const { changes } = decideApproval(tree, pick(tree, bits), takenNames(tree, takenBits));
        const approved = after(tree, changes, 1);
        const everything = new Set(approved.entities);
        const undone = after(approved, decideUndo(approved, everything, new Map()).changes, 2);
        expect(undone.entities).toEqual(tree.entities);
      }),
      RUNS,
    );
  });
});

describe("a rejection", () => {
  it("comes undone without a trace, from any one of the selected entities' branches", () => {
    fc.assert(
      fc.property(randomTree, fc.integer(), (tree, bits) => {
        const selected = pick(tree, bits);
        const rejected = after(tree, decideRejection(tree, selected).changes, 1);
        const again = new Set([...selected].map((entity) => rejected.get(keyOf(entity)) ?? entity));
        const undone = after(rejected, decideUndo(rejected, again, new Map()).changes, 2);
        expect(undone.entities).toEqual(tree.entities);
      }),
      RUNS,
    );
  });
});
