import { repeatedIn } from "./begun-again.ts";
import { isReadAsItStands } from "./clean.ts";
import { MOST_LIBERTIES } from "./cursor.ts";
import type { Draft } from "./drafts.ts";
import type { JsonValue } from "./json.ts";
import { type Candidate, locate } from "./locate.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { ScanOptions } from "./scan.ts";
import type { Shape } from "./shape.ts";
import { stutterAt } from "./stutter.ts";
import { surroundingDrafts } from "./surroundings.ts";

/** A text's one value, which fits as it stands once the text is mended, and all the mends. */
export interface Mended {
  readonly value: JsonValue;
  readonly drafts: Draft[];
}

const PLAIN: ScanOptions = { plain: true };

/**
 * The short way for the common case: the text holds one value that needs mending only in its syntax, or that breaks
 * off. The value is built at once, without a note of where each part of it stands. What needs more thought is left, as
 * undefined, to the long way; the two agree.
 */
export function readPlainly(text: string, from: number, shape: Shape): Mended | Refusal | undefined {
  const located = locate(text, from, PLAIN);
  const chosen = located.candidates[0];
  if (chosen === undefined || located.candidates.length > 1) return undefined;
  const { drafts, outcome, plain: value, members } = chosen.scanned;
  if (value === undefined || outcome === "overburdened" || drafts.length > MOST_LIBERTIES) return undefined;
  if ((outcome === "cut" || drafts.length > 0) && stutterAt(text, chosen.start) !== -1) return undefined;
  if (outcome === "cut") return shape.anything ? undefined : refuseCut(text, chosen, value, shape);
  if (drafts.length > 0 && repeatedIn(text, chosen) !== -1) return undefined;
  if (!isReadAsItStands(text, value, shape, members)) return undefined;
  for (const draft of surroundingDrafts(text, from, chosen, located)) drafts.push(draft);
  return { value, drafts };
}

function refuseCut(text: string, cut: Candidate, partial: JsonValue, shape: Shape): Refusal | undefined {
  if (!isReadAsItStands(text, partial, shape, cut.scanned.members)) return undefined;
  const again = repeatedIn(text, cut);
  return again === -1
    ? refuse(text, "truncated", cut.scanned.end, { partial })
    : refuse(text, "doubled", again, { partial });
}
