import { type Cursor, isOverburdened, note, openCursor } from "./cursor.ts";
import type { Draft } from "./drafts.ts";
import { type Closing, closingOf, endsWithWholeValue, isCompleteAtEnd } from "./scan-end.ts";
import { readAfter, readItem } from "./scan-items.ts";
import { readColon, readKey, readMemberValue } from "./scan-members.ts";
import { skipSpace } from "./scan-space.ts";
import { ScanState } from "./scan-state.ts";
import { passStrict } from "./scan-strict.ts";
import type { SourceNode } from "./source-node.ts";

/** What came of reading one value from a text. */
export interface Scanned {
  /** The value; with a cut text, what could be read of it; null when it was not to be built. */
  readonly node: SourceNode | null;
  /** The offset behind the value. */
  readonly end: number;
  readonly outcome: "complete" | "cut" | "overburdened";
  readonly drafts: Draft[];
  /** How many members all its objects have. */
  readonly members: number;
  /** When the text is cut right behind a whole value: the containers that are open there. */
  readonly open: readonly SourceNode[] | null;
  /** When the text is cut and no value was built: how it can be closed for display. */
  readonly closing: Closing | null;
}

export interface ScanOptions {
  /** The text is known to be valid JSON. */
  readonly trusted?: boolean;
  /** The text is the inside of a list whose brackets are missing. */
  readonly asList?: boolean;
  /** Only the liberties are wanted, not the value: they turn the text into JSON. */
  readonly draftsOnly?: boolean;
}

/** Reads the one JSON value that begins at `start`, mending as it goes. Iterative, and linear in the text. */
export function scan(text: string, start: number, end: number, options: ScanOptions = {}): Scanned {
  const builds = options.draftsOnly !== true;
  const cursor = openCursor(text, start, end, options.trusted ?? false, builds);
  const state = new ScanState(cursor, options.asList ?? false);
  if (state.asList) {
    note(cursor, "list_brackets_added", start, start, "[");
    state.open("array", start);
  }
  const outcome = run(state, cursor);
  const open = outcome === "cut" && !cursor.cut && endsWithWholeValue(state) ? [...cursor.stack] : null;
  const closing = outcome === "cut" && !builds ? closingOf(state) : null;
  return {
    node: builds ? state.root : null,
    end: cursor.pos,
    outcome,
    drafts: cursor.drafts,
    members: state.members,
    open,
    closing,
  };
}

function run(state: ScanState, cursor: Cursor): Scanned["outcome"] {
  while (state.expected !== "done") {
    if (!cursor.builds) passStrict(state);
    const code = skipSpace(cursor);
    if (code === -1) return isCompleteAtEnd(state) ? "complete" : "cut";
    if (isOverburdened(cursor)) return "overburdened";
    step(state, code);
    if (cursor.cut) return "cut";
  }
  return "complete";
}

function step(state: ScanState, code: number): void {
  switch (state.expected) {
    case "key":
      readKey(state, code);
      break;
    case "colon":
      readColon(state, code);
      break;
    case "value":
      readMemberValue(state, code);
      break;
    case "item":
      readItem(state, code);
      break;
    default:
      readAfter(state, code);
  }
}
