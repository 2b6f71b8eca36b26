import { continuationFault, seam } from "./continue-answer.ts";
import type { AnswerJudge, Judgement } from "./judge-answer.ts";
import type { Replaced } from "./storable-text.ts";

/** An answer that came in one attempt, or in several of which the earlier ones were cut. */
export type AnswerParts = {
  /** The texts of the attempts that this one continues, in order; none for an answer of its own. */
  before: readonly string[];
  /** This attempt's own text, why it ended, and what could not be stored of it. */
  rest: string;
  finishReason: string;
  replaced: readonly Replaced[];
};

/** What was judged: the text of the whole answer, and whether it was cut in a place from where it could go on. */
export type JudgedParts = { text: string; judgement: Judgement; cut: boolean };

const NO_CONTINUATION: Judgement = {
  readable: false,
  message: "The model was cut at its limit of length and did not go on where its answer had stopped.",
  truncated: false,
  offset: null,
};

/**
 * Judges the parts of an answer as one text, as strictly as a text that came at once; each seam gets an entry in the
 * journal. A model that begins anew instead of going on is taken at its new word alone, which then may not be cut. Pure.
 */
export function judgeParts(judge: AnswerJudge, parts: AnswerParts): JudgedParts {
  const { rest, finishReason, replaced } = parts;
  const before = parts.before.join("");
  const fault = before === "" ? null : continuationFault(before, rest);
  if (fault === "begun-anew") {
    return { text: rest, judgement: judge(rest, finishReason, replaced), cut: false };
  }
  const text = before + rest;
  if (fault === "repeated") return { text, judgement: NO_CONTINUATION, cut: false };
  const moved = replaced.map((place) => ({ ...place, offset: place.offset + before.length }));
  const judgement = judge(text, finishReason, moved);
  if (judgement.readable) {
    return {
      text,
      judgement: { ...judgement, journal: [...seams(parts, text), ...judgement.journal] },
      cut: false,
    };
  }
  // What could not be stored is journaled with this attempt only, so nothing may be built on such a text.
  const cut = judgement.truncated && finishReason === "length" && rest.trim() !== "" && replaced.length === 0;
  return { text, judgement, cut };
}

function seams({ before }: AnswerParts, text: string) {
  let offset = 0;
  return before.map((part) => {
    offset += part.length;
    return seam(text, offset);
  });
}
