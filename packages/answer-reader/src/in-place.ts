import { applyDrafts } from "./apply-drafts.ts";
import { beginningAgain } from "./begun-again.ts";
import { isReadAsItStands } from "./clean.ts";
import type { Draft } from "./drafts.ts";
import type { JsonValue } from "./json.ts";
import { type Candidate, locate } from "./locate.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Shape } from "./shape.ts";
import { surroundingDrafts } from "./surroundings.ts";

/** A text's one value, which fits as it stands once the text is mended, and all the mends. */
export interface InPlace {
  readonly value: JsonValue;
  readonly drafts: Draft[];
}

/**
 * The short way for the common case: the text holds one value that needs mending only in its syntax, or that breaks
 * off. The mends are carried out on the text and JSON.parse reads the result. What needs more thought is left, as
 * undefined, to the long way; the two agree.
 */
export function readInPlace(text: string, from: number, shape: Shape): InPlace | Refusal | undefined {
  const located = locate(text, from, { draftsOnly: true });
  const [chosen, another] = located.candidates;
  if (chosen === undefined || another !== undefined) return undefined;
  const { drafts, outcome } = chosen.scanned;
  if (drafts.some(({ kind }) => kind === "value_missing" || kind === "escaped_text_read")) return undefined;
  if (outcome === "cut") return shape.anything ? undefined : refuseCut(text, chosen, shape);
  if (outcome !== "complete" || (drafts.length > 0 && beginningAgain(text, chosen) !== -1)) return undefined;
  const value = fittingValue(
    applyDrafts(text, chosen.start, chosen.end, drafts),
    shape,
    chosen.scanned.members,
  );
  if (value === undefined) return undefined;
  return { value, drafts: drafts.concat(surroundingDrafts(text, from, chosen, located)) };
}

function refuseCut(text: string, cut: Candidate, shape: Shape): Refusal | undefined {
  const { closing, drafts, end } = cut.scanned;
  if (closing === null) return undefined;
  const until = drafts.filter((draft) => draft.end <= closing.at);
  const partial = fittingValue(applyDrafts(text, cut.start, closing.at, until) + closing.text, shape);
  if (partial === undefined) return undefined;
  const again = beginningAgain(text, cut);
  return again === -1
    ? refuse(text, "truncated", end, { partial })
    : refuse(text, "doubled", again, { partial });
}

/** The value of a JSON text, when it fits as it stands. @param members how many members the text holds, when known. */
function fittingValue(json: string, shape: Shape, members?: number): JsonValue | undefined {
  const value = parse(json);
  return value !== undefined && isReadAsItStands(json, value, shape, members) ? value : undefined;
}

/** What JSON.parse makes of a text; undefined when it is no JSON. */
export function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON as it stands: it is searched and mended.
    return undefined;
  }
}
