import type { JournalEntry } from "../src/index.ts";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

/**
 * Applies a journal to the text that it is about. For a value that was read without a schema the result is strict
 * JSON of that very value: the proof that the journal tells all.
 *
 * An entry within another's span counts with that one; of two with the same span the later counts.
 */
export function replay(text: string, journal: readonly JournalEntry[]): string {
  const edits = outermost(
    journal
      .filter((entry) => entry.kind !== "duplicate_key")
      .map(({ at, before, after }) => ({ start: at.offset, end: at.offset + before.length, after })),
  );
  let result = "";
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.after;
    at = edit.end;
  }
  return result + text.slice(at);
}

function outermost(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of edits) {
    for (
      let last = kept[kept.length - 1];
      last !== undefined && covers(edit, last);
      last = kept[kept.length - 1]
    )
      kept.pop();
    const last = kept[kept.length - 1];
    if (last === undefined || edit.start >= last.end) kept.push(edit);
  }
  return kept;
}

/** Whether the earlier edit counts for nothing beside a later one that begins no later. */
function covers(edit: Edit, earlier: Edit): boolean {
  return (
    earlier.end > earlier.start &&
    edit.end > edit.start &&
    edit.start <= earlier.start &&
    edit.end >= earlier.end
  );
}
