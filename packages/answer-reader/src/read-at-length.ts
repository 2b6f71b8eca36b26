import { listWithoutBrackets } from "./bare-list.ts";
import { readBareRoot } from "./bare-root.ts";
import { breaksOff } from "./breaks-off.ts";
import { choose } from "./choose.ts";
import type { Draft } from "./drafts.ts";
import { EmbeddedReader } from "./embedded.ts";
import { fit } from "./fit.ts";
import { type Candidate, type Located, locate } from "./locate.ts";
import { pathOf } from "./paths.ts";
import { conclude, type ReadResult } from "./reading.ts";
import { refuse } from "./refusal.ts";
import { scan } from "./scan.ts";
import type { Shape } from "./shape.ts";
import { surroundingDrafts } from "./surroundings.ts";

/**
 * The long way: every value in the text is built with its places, the best one chosen and fitted.
 *
 * @param from where the text begins, behind a byte order mark.
 * @param start its first solid character.
 * @param isJson whether JSON.parse reads the text: then it is one value, and sound.
 */
export function readAtLength(
  text: string,
  from: number,
  start: number,
  shape: Shape,
  strict: boolean,
  isJson: boolean,
): ReadResult {
  const embedded = new EmbeddedReader(text);
  const located: Located = isJson
    ? { candidates: [wholeText(text, start)], thinking: [], openThinking: -1 }
    : locate(text, from);
  const list = listWithoutBrackets(text, located.candidates, shape);
  if (list !== undefined) located.candidates.splice(0, located.candidates.length, list);
  if (located.candidates.length === 0) located.candidates.push(...readBareRoot(text, start, shape));
  if (located.candidates.length === 0) return refuseWithout(text, start, located);
  const chosen = choose(text, located.candidates, shape, embedded);
  if ("refused" in chosen)
    return chosen.reason === "wrong_document" && located.openThinking !== -1
      ? refuse(text, "truncated", text.length)
      : chosen;
  return finish(text, from, chosen, located, shape, embedded, strict);
}

function refuseWithout(text: string, start: number, located: Located): ReadResult {
  return breaksOff(text, located) ? refuse(text, "truncated", text.length) : refuse(text, "no_json", start);
}

function wholeText(text: string, start: number): Candidate {
  const scanned = scan(text, start, text.length, { trusted: true });
  return { start, end: scanned.end, scanned, fence: null };
}

function finish(
  text: string,
  from: number,
  chosen: Candidate,
  located: Located,
  shape: Shape,
  embedded: EmbeddedReader,
  strict: boolean,
): ReadResult {
  const { node } = chosen.scanned;
  if (node === null) return refuse(text, "no_json", chosen.start);
  const fitted = fit(node, shape, text, embedded);
  if (fitted.cut !== null) return refuse(text, "truncated", fitted.cut, { partial: fitted.value });
  if (fitted.vanished !== null) {
    return refuse(text, "required_value_vanished", fitted.vanished.start, {
      about: pathOf(fitted.vanished),
      partial: fitted.value,
    });
  }
  const drafts: Draft[] = chosen.scanned.drafts.concat(
    surroundingDrafts(text, from, chosen, located),
    fitted.notes.drafts,
  );
  return conclude(text, from, fitted.value, drafts, strict);
}
