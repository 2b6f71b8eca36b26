import { APOSTROPHE, isDigit, isLetter, OPEN_BRACE, QUOTE } from "./characters.ts";
import type { Candidate } from "./locate.ts";
import { pieceAgain } from "./piece-again.ts";
import { nextSolid } from "./scan-space.ts";

/**
 * What two documents must share from their beginnings to be one that was begun twice: less in a cut text, where the
 * second beginning stands in the middle of something.
 */
const SIGNATURE_LENGTH = 64;
const CUT_SIGNATURE_LENGTH = 24;

/** Where the document begins again, or a piece of it stands again, in its middle; -1 when neither is so. */
export function repeatedIn(text: string, candidate: Candidate): number {
  const again = beginningAgain(text, candidate);
  return again === -1 ? pieceAgain(text, candidate.scanned.drafts) : again;
}

/** Where a document's own beginning stands once more within it, or -1: a stream that was begun again. */
function beginningAgain(text: string, candidate: Candidate): number {
  const again = repeated(text, candidate, SIGNATURE_LENGTH);
  if (again !== -1 || candidate.scanned.outcome === "complete") return again;
  const sooner = repeated(text, candidate, CUT_SIGNATURE_LENGTH);
  // Where a value may begin, an object that begins like the whole is nothing strange.
  return sooner !== -1 && !/[[,:]\s*$/.test(text.slice(Math.max(0, sooner - 80), sooner)) ? sooner : -1;
}

function repeated(text: string, candidate: Candidate, length: number): number {
  const signature = signatureOf(text, candidate, length);
  if (signature.length < length || !beginsObject(signature)) return -1;
  const again = text.indexOf(signature, candidate.start + 1);
  return again < candidate.end ? again : -1;
}

/** Whether a text begins with `{` and the first character of a key. */
function beginsObject(text: string): boolean {
  if (text.charCodeAt(0) !== OPEN_BRACE) return false;
  const code = text.charCodeAt(nextSolid(text, 1, text.length));
  return code === QUOTE || code === APOSTROPHE || isLetter(code) || isDigit(code);
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
