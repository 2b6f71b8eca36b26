import { type Draft, inTextOrder } from "./drafts.ts";

/** The text between two offsets with every draft carried out: strict JSON, when the drafts are those of its scan. */
export function applyDrafts(text: string, start: number, end: number, drafts: readonly Draft[]): string {
  const ordered = inTextOrder(drafts);
  let result = "";
  let at = start;
  for (const draft of ordered) {
    if (draft.start < at) return applyOutermost(text, start, end, ordered);
    result += text.slice(at, draft.start) + draft.after;
    at = draft.end;
  }
  return result + text.slice(at, end);
}

/** The same for drafts of which some stand within others' spans: those count with the outer ones. */
function applyOutermost(text: string, start: number, end: number, ordered: readonly Draft[]): string {
  const kept: Draft[] = [];
  for (const draft of ordered) {
    let last = kept[kept.length - 1];
    while (last !== undefined && covers(draft, last)) {
      kept.pop();
      last = kept[kept.length - 1];
    }
    if (last === undefined || draft.start >= last.end) kept.push(draft);
  }
  let result = "";
  let at = start;
  for (const draft of kept) {
    result += text.slice(at, draft.start) + draft.after;
    at = draft.end;
  }
  return result + text.slice(at, end);
}

/** Whether the earlier draft counts for nothing beside a later one that begins no later. */
function covers(draft: Draft, earlier: Draft): boolean {
  if (earlier.end === earlier.start || draft.end === draft.start) return false;
  return draft.start <= earlier.start && draft.end >= earlier.end;
}
