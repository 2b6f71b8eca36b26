import { repeatedIn, restartOf } from "./begun-again.ts";
import { draftOf } from "./drafts.ts";
import type { EmbeddedReader } from "./embedded.ts";
import { fit } from "./fit.ts";
import type { JsonValue } from "./json.ts";
import type { Candidate } from "./locate.ts";
import { rankOf } from "./rank.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Shape } from "./shape.ts";
import type { SourceNode } from "./source-node.ts";
import { stutterAt } from "./stutter.ts";

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
  const full = equals.filter((candidate) => !isEmpty(candidate));
  if (full.length > 0) equals = full;
  const fenced = equals.filter((candidate) => candidate.fence !== null);
  if (equals.length > 1 && fenced.length === 1) equals = fenced;
  const [first, second] = equals;
  const partial = (candidate: Candidate) => partialOf(candidate, shape, text, embedded);
  if (first === undefined) return refuse(text, "no_json", candidates[0]?.start ?? 0);
  const stutter = candidates.every(isSound) ? -1 : stutterAt(text, candidates[0]?.start ?? 0);
  if (stutter !== -1) return refuse(text, "doubled", stutter);
  if (second === undefined && shape.anything && first.scanned.open !== null) return closed(first);
  const cut = equals.find((candidate) => candidate.scanned.outcome !== "complete");
  if (cut !== undefined) {
    if (cut.scanned.outcome === "overburdened")
      return refuse(text, "too_damaged", cut.scanned.end, { partial: partial(cut) });
    const again = second === undefined ? repeatedIn(text, cut) : restartOf(text, equals);
    if (again !== -1) return refuse(text, "doubled", again, { partial: partial(first) });
    return refuse(text, "truncated", cut.scanned.end, { partial: partial(cut) });
  }
  if (best === 0) {
    const second = secondDocument(first.scanned.node, shape, embedded);
    const reason = second === undefined ? "wrong_document" : "ambiguous";
    return refuse(text, reason, second?.start ?? first.start, { partial: partial(first) });
  }
  if (second !== undefined) {
    const again = restartOf(text, equals);
    if (again !== -1) return refuse(text, "doubled", again, { partial: partial(first) });
    return refuse(text, "ambiguous", second.start, { partial: partial(first) });
  }
  const again = isSound(first) ? -1 : repeatedIn(text, first);
  if (again !== -1) return refuse(text, "doubled", again, { partial: partial(first) });
  return first;
}

/**
 * A text that lacks only closing brackets, behind a whole value, where the schema describes nothing that could be
 * missing: the brackets are added, as a guess.
 */
function closed(candidate: Candidate): Candidate {
  const { scanned, end } = candidate;
  const drafts = [...scanned.drafts];
  for (const open of [...(scanned.open ?? [])].reverse()) {
    open.end = end;
    drafts.push(draftOf("bracket_guessed", end, "", open.type === "object" ? "}" : "]", open));
  }
  return { ...candidate, scanned: { ...scanned, outcome: "complete", drafts, open: null } };
}

/** The second of several documents in one list, where one is due. */
function secondDocument(
  list: SourceNode | null,
  shape: Shape,
  embedded: EmbeddedReader,
): SourceNode | undefined {
  if (list?.type !== "array" || shape.admits("array")) return undefined;
  return list.items.filter((item) => item.type === "object" && rankOf(item, shape, embedded) > 1)[1];
}

/** Whether a value was read whole, and without a fault in it. */
function isSound({ scanned }: Candidate): boolean {
  return scanned.outcome === "complete" && scanned.drafts.length === 0;
}

function isEmpty({ scanned: { node } }: Candidate): boolean {
  return node !== null && node.type !== "scalar" && node.members.length === 0 && node.items.length === 0;
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
