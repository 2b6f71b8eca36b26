import { type JournalEntry, type JournalKind, SEVERITIES, type Severity } from "./journal.ts";
import { LinePositions } from "./line-positions.ts";
import { pathOf } from "./paths.ts";
import type { TreePlace } from "./source-node.ts";

/** A liberty before the value's final paths are known: the text from `start` to `end` became `after`. */
export interface Draft {
  kind: JournalKind;
  start: number;
  end: number;
  after: string;
  /** What stands there, where that is at hand. */
  before?: string | undefined;
  /** The value it belongs to, or null for the whole. */
  node: TreePlace | null;
}

const SEVERITY_OF = new Map(Object.entries(SEVERITIES)) as Map<JournalKind, Severity>;

/** The journal of `text` from its drafts, in the text's order. */
export function journalOf(text: string, drafts: readonly Draft[]): JournalEntry[] {
  const positions = new LinePositions(text);
  return inTextOrder(drafts).map(({ start, end, kind, after, node, before }) => ({
    at: positions.at(start),
    path: pathOf(node),
    kind,
    before: before ?? text.slice(start, end),
    after,
    severity: SEVERITY_OF.get(kind) as Severity,
  }));
}

/** By start, insertions before what stands at their place; what is noted first stays first where both are equal. */
function inTextOrder(drafts: readonly Draft[]): readonly Draft[] {
  for (let index = 1; index < drafts.length; index++) {
    const left = drafts[index - 1];
    const right = drafts[index];
    if (left !== undefined && right !== undefined && compare(left, right) > 0)
      return [...drafts].sort(compare);
  }
  return drafts;
}

function compare(left: Draft, right: Draft): number {
  return left.start - right.start || Number(left.end > left.start) - Number(right.end > right.start);
}
