import { type Draft, draftOf, endOf } from "./drafts.ts";
import type { JournalKind } from "./journal.ts";
import type { Frame } from "./scan-frame.ts";
import { type Units, unitsOf } from "./units.ts";

/** Where in the grammar a token stands; it decides what can end it. */
export type Place = "root" | "object" | "array" | "key";

/** More liberties than this are not a reading any more: the answer is refused as too damaged. */
export const MOST_LIBERTIES = 250_000;

/** Broken text nested deeper than this is refused as too damaged; what JSON.parse reads may be of any depth. */
export const DEEPEST_NESTING = 250_000;

/** The state of one reading of one text, shared by the functions that read its parts. */
export interface Cursor {
  readonly text: string;
  /** The text's units, for those that read every one of them. */
  readonly units: Units;
  pos: number;
  /** Where reading stops: the end of the text, or a closing fence once it was met. */
  end: number;
  /** The text is valid JSON: every unescaped quote means what it says. */
  readonly trusted: boolean;
  /** The value is built as it is, and not where its parts stand in the text. */
  readonly plain: boolean;
  readonly drafts: Draft[];
  /** Open containers, the root first. */
  readonly stack: Frame[];
  /** `Name(` calls that wait for their `)`. */
  calls: number;
  /** A Markdown fence ended the text, so its author had finished. */
  fenceClosed: boolean;
  /** The text ended within a token. */
  cut: boolean;
  /** A search for a better closing quote reached the end once: from now on the first quote closes. */
  noBetterQuote: boolean;
}

export function openCursor(
  text: string,
  start: number,
  end: number,
  trusted: boolean,
  plain: boolean,
): Cursor {
  return {
    text,
    units: unitsOf(text),
    pos: start,
    end,
    trusted,
    plain,
    drafts: [],
    stack: [],
    calls: 0,
    fenceClosed: false,
    cut: false,
    noBetterQuote: false,
  };
}

/** Notes that the text from `start` to `end` counts as `after`. Runs of removals of one kind become one. */
export function note(cursor: Cursor, kind: JournalKind, start: number, end: number, after: string): void {
  const frame = cursor.stack[cursor.stack.length - 1];
  const path = frame === undefined ? null : (frame.node ?? frame);
  if (after === "" && goesOnWithLast(cursor, kind, start, end, path)) return;
  cursor.drafts.push(draftOf(kind, start, cursor.text.slice(start, end), after, path));
}

/** Whether a removal joins the one before it. */
function goesOnWithLast(
  cursor: Cursor,
  kind: JournalKind,
  start: number,
  end: number,
  path: Draft["path"],
): boolean {
  const last = cursor.drafts[cursor.drafts.length - 1];
  if (last === undefined || last.after !== "" || last.kind !== kind) return false;
  if (endOf(last) !== start || last.path !== path) return false;
  last.before = cursor.text.slice(last.at.offset, end);
  return true;
}

/** Whether reading on would take more liberties, or more memory, than any answer is worth. */
export function isOverburdened(cursor: Cursor): boolean {
  return cursor.drafts.length > MOST_LIBERTIES || cursor.stack.length > DEEPEST_NESTING;
}
