import type { FieldError } from "@vivero/contracts";
import type { NodeNotes } from "../../../answer/AnswerTree.tsx";
import { entityPathOf } from "../../../answer/answer-nodes.ts";
import type { JournalEntry } from "../../../answer/text-marks.ts";

/** How many liberties and faults each entity of the tree has of its own; what stands outside of the tree has none. */
export function notesByPath(
  journal: readonly JournalEntry[],
  faults: readonly FieldError[],
): ReadonlyMap<string, NodeNotes> {
  const notes = new Map<string, { repairs: number; faults: number }>();
  const count = (path: string, what: "repairs" | "faults") => {
    const entity = entityPathOf(path);
    if (entity === null) return;
    const note = notes.get(entity) ?? { repairs: 0, faults: 0 };
    note[what]++;
    notes.set(entity, note);
  };
  for (const { path } of journal) count(path, "repairs");
  for (const { path } of faults) count(path, "faults");
  return notes;
}
