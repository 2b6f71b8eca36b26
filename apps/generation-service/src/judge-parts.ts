import { holdsAtSeam, placeAt, seam } from "./answer-seam.ts";
import { beginsWithDots, type ContinuationForm, unwrapped, withoutRepetition } from "./continuation-forms.ts";
import { beginsAnew } from "./continue-answer.ts";
import type { AnswerJudge, JournalEntry, Judgement } from "./judge-answer.ts";
import { endOfText } from "./resume-point.ts";
import type { Replaced } from "./storable-text.ts";

/** An answer that came in one attempt, or in several of which the earlier ones were cut. */
export type AnswerParts = {
  /** The texts that this attempt was asked to go on from, in order; none for an answer of its own. */
  before: readonly string[];
  /** This attempt's own text, why it ended, and what could not be stored of it. */
  rest: string;
  finishReason: string;
  replaced: readonly Replaced[];
};

/** What was judged: the text of the whole answer, and whether it was cut in a place from where it could go on. */
export type JudgedParts = { text: string; judgement: Judgement; cut: boolean };

type Readable = Extract<Judgement, { readable: true }>;
/** A continuation in one of its forms, put behind the text before it and read without a sign of a bad seam. */
type Sound = { text: string; judgement: Readable };

const NO_CONTINUATION: Judgement = {
  readable: false,
  message:
    "The model was cut at its limit of length, and what it sent then does not surely go on where its answer had stopped.",
  truncated: false,
  offset: null,
};

/** In a text or number, as many characters said twice are no chance where both ways to read them are sound. */
const LEAST_REPETITION = 4;

/**
 * Judges the parts of an answer as one text; each seam gets an entry in the journal, and so does what was taken off a
 * continuation. A text that could be read only with a liberty at or behind a seam is not trusted, since something may be
 * missing there. A model that begins anew is taken at its new word alone, which then may not be cut. Pure.
 */
export function judgeParts(judge: AnswerJudge, parts: AnswerParts): JudgedParts {
  const { rest, finishReason, replaced } = parts;
  const before = parts.before.join("");
  if (beginsWithDots(before, rest)) return { text: before + rest, judgement: NO_CONTINUATION, cut: false };
  if (before === "" || beginsAnew(before, rest)) {
    const judgement = judge(rest, finishReason, replaced);
    return { text: rest, judgement, cut: before === "" && goesOn(parts, judgement, before, rest) };
  }
  const asItCame: ContinuationForm = { text: rest, taken: [] };
  const bare = unwrapped(before, rest);
  const wrapped = bare.taken.length > 0;
  for (const form of wrapped ? [asItCame, bare] : [asItCame]) {
    const sound = soundReading(judge, parts, form);
    if (sound === "ambiguous") break;
    if (sound) return { ...sound, cut: false };
  }
  const text = before + rest;
  const judgement = judge(text, finishReason);
  if (judgement.readable) return { text, judgement: NO_CONTINUATION, cut: false };
  return { text, judgement, cut: !wrapped && goesOn(parts, judgement, before, text) };
}

/** Whether an answer that only ends too early can be gone on from, and further than before. */
function goesOn(
  { finishReason, replaced }: AnswerParts,
  judgement: Judgement,
  before: string,
  text: string,
): boolean {
  // What could not be stored is journaled with this attempt only, so nothing may be built on such a text.
  if (judgement.readable || !judgement.truncated || finishReason !== "length" || replaced.length > 0)
    return false;
  return endOfText(text).lastStep > before.length;
}

/** The continuation as it is, or without what it says again; ambiguous when both are sound and make two answers. */
function soundReading(
  judge: AnswerJudge,
  parts: AnswerParts,
  form: ContinuationForm,
): Sound | "ambiguous" | null {
  const before = parts.before.join("");
  const whole = joined(judge, parts, form);
  const shorter = withoutRepetition(before, form);
  if (shorter === null) return whole;
  const short = joined(judge, parts, shorter);
  if (whole === null || short === null) return whole ?? short;
  const again = shorter.taken.at(-1)?.text ?? "";
  const same = JSON.stringify(whole.judgement.value) === JSON.stringify(short.judgement.value);
  return same || isChance(before, again) ? whole : "ambiguous";
}

function isChance(before: string, again: string): boolean {
  return again.length < LEAST_REPETITION && (endOfText(before).inString || /[\p{L}\p{N}]/u.test(again));
}

function joined(judge: AnswerJudge, parts: AnswerParts, form: ContinuationForm): Sound | null {
  const before = parts.before.join("");
  const text = before + form.text;
  const judgement = judge(text, parts.finishReason, moved(parts, before, form));
  const [first = ""] = parts.before;
  if (!judgement.readable || !holdsAtSeam(text, first.length, judgement.journal)) return null;
  return { text, judgement: { ...judgement, journal: [...seams(parts, text, form), ...judgement.journal] } };
}

/** What could not be stored, by its place in the whole text; what was taken off holds none of it any more. */
function moved({ replaced }: AnswerParts, before: string, { text, taken }: ContinuationForm): Replaced[] {
  const off = taken.filter(({ side }) => side === "front").reduce((sum, one) => sum + one.text.length, 0);
  return replaced
    .map((place) => ({ ...place, offset: place.offset - off }))
    .filter(({ offset }) => offset >= 0 && offset < text.length)
    .map((place) => ({ ...place, offset: place.offset + before.length }));
}

function seams({ before }: AnswerParts, text: string, { taken }: ContinuationForm): JournalEntry[] {
  let offset = 0;
  const places = before.map((part) => {
    offset += part.length;
    return seam(text, offset);
  });
  const removed = taken.map(
    ({ kind, severity, text: gone, side }): JournalEntry => ({
      path: "",
      kind,
      before: gone,
      after: "",
      severity,
      at: placeAt(text, side === "front" ? offset : text.length),
    }),
  );
  return [...places, ...removed];
}
