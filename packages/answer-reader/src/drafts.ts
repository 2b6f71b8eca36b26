import {
  type CosmeticKind,
  type JournalEntry,
  type JournalKind,
  SEVERITIES,
  type Severity,
} from "./journal.ts";
import { LinePositions } from "./line-positions.ts";
import { pathOf } from "./paths.ts";
import type { TreePlace } from "./source-node.ts";

/**
 * A liberty while the text is read. It becomes the journal's entry itself, so that a text of many faults makes each of
 * them once: its line, its column and its path are filled in at the end.
 */
export interface Draft {
  /** `line` and `column` are 0 until all is read. */
  readonly at: { offset: number; line: number; column: number };
  /** The value it belongs to, or null for the whole, until all is read: then the path of that. */
  path: string | TreePlace | null;
  kind: JournalKind;
  /** What stands in the text from `at.offset` on. */
  before: string;
  after: string;
  severity: Severity;
}

const SEVERITY_OF = new Map(Object.entries(SEVERITIES)) as Map<JournalKind, Severity>;

/** The liberty of counting `before`, which stands at `offset`, as `after`. */
export function draftOf(
  kind: JournalKind,
  offset: number,
  before: string,
  after: string,
  path: Draft["path"] = null,
): Draft {
  const severity = SEVERITY_OF.get(kind) as Severity;
  return { at: { offset, line: 0, column: 0 }, path, kind, before, after, severity };
}

/** The same, of a cosmetic one: where a text has a fault in every token, looking the severity up shows. */
export function cosmeticDraft(
  kind: CosmeticKind,
  offset: number,
  before: string,
  after: string,
  path: TreePlace,
): Draft {
  return { at: { offset, line: 0, column: 0 }, path, kind, before, after, severity: "cosmetic" };
}

/** The offset behind what a liberty changes. */
export function endOf({ at, before }: Draft): number {
  return at.offset + before.length;
}

/** The journal of `text` from its drafts, which it takes over, in the text's order. */
export function journalOf(text: string, drafts: Draft[]): JournalEntry[] {
  const positions = new LinePositions(text);
  let last = drafts[0];
  for (const draft of drafts) {
    if (last !== undefined && compare(last, draft) > 0) return journalOf(text, drafts.sort(compare));
    last = draft;
    positions.locate(draft.at);
    if (typeof draft.path !== "string") draft.path = pathOf(draft.path);
  }
  return drafts as JournalEntry[];
}

/** By start, insertions before what stands at their place; what is noted first stays first where both are equal. */
function compare(left: Draft, right: Draft): number {
  return left.at.offset - right.at.offset || Number(left.before !== "") - Number(right.before !== "");
}
