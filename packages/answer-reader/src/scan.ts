import { type Cursor, isOverburdened, note, openCursor } from "./cursor.ts";
import type { Draft } from "./drafts.ts";
import type { JsonValue } from "./json.ts";
import { endsWithWholeValue, isCompleteAtEnd } from "./scan-end.ts";
import { readAfter, readItem } from "./scan-items.ts";
import { readColon, readKey, readMemberValue } from "./scan-members.ts";
import { skipSpace } from "./scan-space.ts";
import { ScanState } from "./scan-state.ts";
import { passStrict } from "./scan-strict.ts";
import type { SourceNode } from "./source-node.ts";

/** What came of reading one value from a text. */
export interface Scanned {
  /** The value; with a cut text, what could be read of it; null when it was built plainly. */
  readonly node: SourceNode | null;
  /** The same, built plainly; undefined when it was not, or cannot be. */
  readonly plain: JsonValue | undefined;
  /** The offset behind the value. */
  readonly end: number;
  readonly outcome: "complete" | "cut" | "overburdened";
  readonly drafts: Draft[];
  /** How many members all its objects have. */
  readonly members: number;
  /** A better closing quote than the nearest was sought up to the end of the text, and not found. */
  readonly lookedInVain: boolean;
  /** When the text is cut right behind a whole value: the containers that are open there. */
  readonly open: readonly SourceNode[] | null;
}

export interface ScanOptions {
  /** The text is known to be valid JSON. */
  readonly trusted?: boolean;
  /** The text is the inside of a list whose brackets are missing. */
  readonly asList?: boolean;
  /** Only the value and the liberties are wanted, not where its parts stand. */
  readonly plain?: boolean;
  /** The nearest closing quote ends a string: no better one is sought. */
  readonly nearestQuote?: boolean;
}

/** Reads the one JSON value that begins at `start`, mending as it goes. Iterative, and linear in the text. */
export function scan(text: string, start: number, end: number, options: ScanOptions = {}): Scanned {
  const cursor = openCursor(text, start, end, options.trusted ?? false, options.plain ?? false);
  cursor.noBetterQuote = options.nearestQuote ?? false;
  const state = new ScanState(cursor, options.asList ?? false);
  if (state.asList) {
    note(cursor, "list_brackets_added", start, start, "[");
    state.open("array", start);
  }
  const outcome = run(state, cursor);
  const whole = outcome === "cut" && !cursor.cut && endsWithWholeValue(state);
  const open = whole ? cursor.stack.flatMap(({ node }) => node ?? []) : null;
  const { pos } = cursor;
  state.hangOpenLists();
  return {
    node: cursor.plain ? null : state.root,
    plain: state.needsPlaces ? undefined : state.plain,
    end: pos,
    outcome,
    drafts: cursor.drafts,
    members: state.members,
    lookedInVain: cursor.noBetterQuote,
    open,
  };
}

function run(state: ScanState, cursor: Cursor): Scanned["outcome"] {
  for (;;) {
    if (cursor.plain) passStrict(state);
    if (state.expected === "done") return "complete";
    const from = cursor.pos;
    const code = skipSpace(cursor);
    if (code === -1) return isCompleteAtEnd(state) ? "complete" : "cut";
    if (isOverburdened(cursor)) return "overburdened";
    if (cursor.plain && cursor.pos > from) continue;
    step(state, code);
    if (cursor.cut) return "cut";
  }
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
