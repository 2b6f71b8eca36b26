import { APOSTROPHE, isDigit, isLetter, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./characters.ts";
import type { Candidate } from "./locate.ts";
import { pieceAgain } from "./piece-again.ts";
import { beginsComment, nextSolid } from "./scan-space.ts";

/**
 * What two documents must share from their beginnings to be one that was begun twice: less in a cut text, where the
 * second beginning stands in the middle of something.
 */
const SIGNATURE_LENGTH = 64;
const CUT_SIGNATURE_LENGTH = 24;

/** Where the document begins again, or a piece of it stands again, in its middle; -1 when neither is so. */
export function repeatedIn(text: string, candidate: Candidate): number {
  const { drafts } = candidate.scanned;
  const fence = drafts.find((draft) => draft.kind === "stray_text_ignored" && draft.before.startsWith("```"));
  if (fence !== undefined) return fence.at.offset;
  const again = beginningAgain(text, candidate);
  return again === -1 ? pieceAgain(text, drafts) : again;
}

/** Where a document's own beginning stands once more within it, or -1: a stream that was begun again. */
function beginningAgain(text: string, candidate: Candidate): number {
  const { outcome, drafts } = candidate.scanned;
  const again = repeated(text, candidate, SIGNATURE_LENGTH);
  const closes = outcome === "complete" && drafts.every(({ kind }) => kind !== "bracket_guessed");
  if (again !== -1) return closes && mayBeginAt(text, again) ? -1 : again;
  if (outcome === "complete") return -1;
  const sooner = repeated(text, candidate, CUT_SIGNATURE_LENGTH);
  return sooner !== -1 && !mayBeginAt(text, sooner) ? sooner : -1;
}

/** Whether a value may begin at `offset`: there an object that begins like the whole is nothing strange. */
function mayBeginAt(text: string, offset: number): boolean {
  return /[[,:]\s*$/.test(text.slice(Math.max(0, offset - 80), offset));
}

function repeated(text: string, candidate: Candidate, length: number): number {
  const signature = signatureOf(text, candidate, length);
  if (signature.length < length || !beginsObject(signature)) return -1;
  const again = text.indexOf(signature, candidate.start + 1);
  return again < candidate.end ? again : -1;
}

/** Whether a text begins with `{` and the first character of a key, or a comment, in a list perhaps. */
function beginsObject(text: string): boolean {
  const brace = text.charCodeAt(0) === OPEN_BRACKET ? nextSolid(text, 1, text.length) : 0;
  if (text.charCodeAt(brace) !== OPEN_BRACE) return false;
  const first = nextSolid(text, brace + 1, text.length);
  const code = text.charCodeAt(first);
  return (
    code === QUOTE || code === APOSTROPHE || isLetter(code) || isDigit(code) || beginsComment(text, first)
  );
}

/** Where one of several documents begins as the first does, or -1. */
export function restartOf(text: string, candidates: readonly Candidate[]): number {
  const [first, ...others] = candidates;
  if (first === undefined) return -1;
  const whole = text.slice(first.start, first.end);
  const signature = signatureOf(text, first, SIGNATURE_LENGTH);
  for (const other of others) {
    const same = text.slice(other.start, other.end) === whole;
    const alike = signature.length === SIGNATURE_LENGTH && text.startsWith(signature, other.start);
    if (same || alike) return other.start;
  }
  return -1;
}

function signatureOf(text: string, candidate: Candidate, length: number): string {
  return text.slice(candidate.start, Math.min(candidate.start + length, candidate.end));
}
