import type { JournalEntry } from "./judge-answer.ts";
import { endOfText } from "./resume-point.ts";

/** As much of a seam as a reviewer needs to judge it, in UTF-16 units. */
const SHOWN_AT_SEAM = 40;

/** The journal's entry for a place where two parts of an answer were put together: nobody can prove that they meet. */
export function seam(text: string, offset: number): JournalEntry {
  return {
    path: "",
    kind: "continued",
    before: text.slice(Math.max(0, offset - SHOWN_AT_SEAM), offset),
    after: text.slice(offset, offset + SHOWN_AT_SEAM),
    severity: "risky",
    at: placeAt(text, offset),
  };
}

/** A place in a text, its line and column counted from 1. */
export function placeAt(text: string, offset: number): JournalEntry["at"] {
  const before = text.slice(0, offset);
  return { offset, line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** Liberties with the syntax that are risky by no name, yet are what a lost or doubled piece looks like. */
const TELLTALE = new Set([
  "prose_ignored",
  "text_quoted",
  "bracket_added",
  "bracket_removed",
  "bracket_replaced",
  "call_removed",
  "escaped_text_read",
  "embedded_json_read",
]);
/** Risky, and yet no sign: such a character is replaced wherever it stands. */
const UNSTORABLE = "unstorable-character";

/** What is looked at: everything from the step before the seam on, and the tokens that meet at it. */
type Window = { from: number; meet: { from: number; to: number } };

/**
 * Whether a text's journal shows nothing at or behind its first seam that a bad seam may have caused: no risky entry and no
 * guess at the syntax from the last step before it on, nothing that spans the seam but a container, nothing in the string
 * that it cuts. Pure.
 *
 * @param offset where the first seam is
 */
export function holdsAtSeam(text: string, offset: number, journal: readonly JournalEntry[]): boolean {
  const before = text.slice(0, offset).trimEnd();
  const to = endOfText(before).inString
    ? endOfString(text, offset)
    : text.length - text.slice(offset).trimStart().length;
  const window = { from: endOfText(before.slice(0, -1)).lastStep, meet: { from: before.length, to } };
  return !journal.some((entry) => isSign(entry, window));
}

/** Where the string ends in which a place stands. */
function endOfString(text: string, offset: number): number {
  for (let at = offset; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function isSign({ kind, severity, before, at }: JournalEntry, { from, meet }: Window): boolean {
  if (kind === "candidate_chosen") return true;
  const end = at.offset + String(before).length;
  if (kind === UNSTORABLE || end < from) return false;
  if (severity === "risky" || TELLTALE.has(kind)) return true;
  if (end < meet.from || at.offset > meet.to || kind === "fence_removed") return false;
  if (kind.startsWith("comma_") || kind.startsWith("colon_")) return true;
  // A container that spans the seam was opened before it; a key or scalar that does was cut in two.
  return !/[{[,]/.test(String(before).slice(0, Math.max(0, meet.from - at.offset)));
}
