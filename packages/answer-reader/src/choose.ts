import type { EmbeddedReader } from "./embedded.ts";
import { fit } from "./fit.ts";
import type { JsonValue } from "./json.ts";
import type { Candidate } from "./locate.ts";
import { rankOf } from "./rank.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Shape } from "./shape.ts";

/** The text that two documents must share from their beginnings to be the same one begun twice. */
const SIGNATURE_LENGTH = 64;
const SHORTEST_SIGNATURE = 16;

/** The candidate that the schema asks for; a refusal when that is cut, doubled, one of several, or none. */
export function choose(
  text: string,
  candidates: readonly Candidate[],
  shape: Shape,
  embedded: EmbeddedReader,
): Candidate | Refusal {
  const ranked = candidates.map((candidate) => ({
    candidate,
    rank: candidate.scanned.node === null ? -1 : rankOf(candidate.scanned.node, shape, embedded),
  }));
  const best = ranked.reduce((highest, one) => Math.max(highest, one.rank), -1);
  let equals = ranked.filter((one) => one.rank === best).map((one) => one.candidate);
  const fenced = equals.filter((candidate) => candidate.fence !== null);
  if (equals.length > 1 && fenced.length === 1) equals = fenced;
  const [first, second] = equals;
  const partial = (candidate: Candidate) => partialOf(candidate, shape, text, embedded);
  if (first === undefined) return refuse(text, "no_json", candidates[0]?.start ?? 0);
  const cut = equals.find((candidate) => candidate.scanned.outcome !== "complete");
  if (cut !== undefined) {
    if (cut.scanned.outcome === "overburdened")
      return refuse(text, "too_damaged", cut.scanned.end, { partial: partial(cut) });
    const again = second === undefined ? beginsAgain(text, cut) : restartOf(text, equals);
    if (again !== -1) return refuse(text, "doubled", again, { partial: partial(first) });
    return refuse(text, "truncated", cut.scanned.end, { partial: partial(cut) });
  }
  if (best === 0) return refuse(text, "wrong_document", first.start, { partial: partial(first) });
  if (second !== undefined) {
    const again = restartOf(text, equals);
    if (again !== -1) return refuse(text, "doubled", again, { partial: partial(first) });
    return refuse(text, "ambiguous", second.start, { partial: partial(first) });
  }
  const again = first.scanned.drafts.length > 0 ? beginsAgain(text, first) : -1;
  if (again !== -1) return refuse(text, "doubled", again, { partial: partial(first) });
  return first;
}

function partialOf(
  candidate: Candidate,
  shape: Shape,
  text: string,
  embedded: EmbeddedReader,
): JsonValue | undefined {
  return candidate.scanned.node === null
    ? undefined
    : fit(candidate.scanned.node, shape, text, embedded).value;
}

function signatureOf(text: string, candidate: Candidate): string {
  return text.slice(candidate.start, Math.min(candidate.start + SIGNATURE_LENGTH, candidate.end));
}

/** Where a mended document's own beginning stands once more within it, or -1. */
function beginsAgain(text: string, candidate: Candidate): number {
  const signature = signatureOf(text, candidate);
  for (const length of [signature.length, 32, 24]) {
    if (length > signature.length || length < SHORTEST_SIGNATURE) continue;
    const again = text.indexOf(signature.slice(0, length), candidate.start + 1);
    if (again !== -1 && again < candidate.end && length >= Math.min(SIGNATURE_LENGTH, signature.length))
      return again;
  }
  return -1;
}

/** Where one of several documents begins as the first does, or -1. */
function restartOf(text: string, candidates: readonly Candidate[]): number {
  const [first, ...others] = candidates;
  if (first === undefined) return -1;
  const whole = text.slice(first.start, first.end);
  const signature = signatureOf(text, first);
  for (const other of others) {
    const same = text.slice(other.start, other.end) === whole;
    const alike = signature.length === SIGNATURE_LENGTH && text.startsWith(signature, other.start);
    if (same || alike) return other.start;
  }
  return -1;
}
