import { type JournalEntry, type JournalKind, SEVERITIES } from "./journal.ts";
import { LinePositions } from "./line-positions.ts";
import { pathOf, type SourceNode } from "./source-node.ts";

/** A liberty before the value's final paths are known: the text from `start` to `end` became `after`. */
export interface Draft {
  kind: JournalKind;
  start: number;
  end: number;
  after: string;
  /** The value it belongs to, or null for the whole. */
  node: SourceNode | null;
}

/** The journal of `text` from its drafts, in the text's order. */
export function journalOf(text: string, drafts: readonly Draft[]): JournalEntry[] {
  const positions = new LinePositions(text);
  return inTextOrder(drafts).map((draft) => ({
    at: positions.at(draft.start),
    path: pathOf(draft.node),
    kind: draft.kind,
    before: text.slice(draft.start, draft.end),
    after: draft.after,
    severity: SEVERITIES[draft.kind],
  }));
}

/** By start, insertions before what stands at their place; what is noted first stays first where both are equal. */
function inTextOrder(drafts: readonly Draft[]): Draft[] {
  return [...drafts].sort((left, right) => left.start - right.start || kindOfSpan(left) - kindOfSpan(right));
}

function kindOfSpan(draft: Draft): number {
  return draft.end > draft.start ? 1 : 0;
}
