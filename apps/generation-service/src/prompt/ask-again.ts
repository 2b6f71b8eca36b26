import type { FieldError, GenerationRequest } from "@vivero/contracts";
import type { ModelMessage } from "../model/language-model.ts";

/** An answer that was not good enough, and why. */
export type FaultyAnswer = {
  text: string;
  /** A sentence for what is wrong with the whole of it. */
  problem: string;
  /** Where it breaks the contract; empty when it could not be read at all. */
  errors: readonly FieldError[];
};

/** Above this length, in UTF-16 units, the faulty answer is left out of the conversation: it would cost more than it helps. */
const LONGEST_QUOTED_ANSWER = 60_000;
const MOST_ERRORS = 40;

/** The conversation that asks for an answer: the prompt alone, or with what was wrong with the answer before. */
export function conversation(
  language: GenerationRequest["language"],
  prompt: string,
  faulty: FaultyAnswer | null,
): ModelMessage[] {
  const question: ModelMessage = { role: "user", content: prompt };
  if (faulty === null) return [question];
  const complaint: ModelMessage = { role: "user", content: complain(language, faulty) };
  const quoted = faulty.text.trim() !== "" && faulty.text.length <= LONGEST_QUOTED_ANSWER;
  return quoted ? [question, { role: "assistant", content: faulty.text }, complaint] : [question, complaint];
}

const WORDS = {
  es: {
    intro: "Esa respuesta no sirve tal como está.",
    errors: "Estos son sus defectos:",
    more: (count: number) => `- y ${count} más`,
    outro:
      "Da la respuesta entera otra vez, corregida, como un único objeto JSON con la forma pedida y nada más.",
  },
  en: {
    intro: "That answer cannot be used as it is.",
    errors: "These are its faults:",
    more: (count: number) => `- and ${count} more`,
    outro:
      "Give the whole answer again, corrected, as one JSON object of the form asked for and nothing else.",
  },
} as const;

function complain(language: GenerationRequest["language"], { problem, errors }: FaultyAnswer): string {
  const words = WORDS[language];
  const listed = errors.slice(0, MOST_ERRORS).map((error) => fault(language, error));
  const more = errors.length > MOST_ERRORS ? [words.more(errors.length - MOST_ERRORS)] : [];
  const faults = errors.length === 0 ? problem : [words.errors, ...listed, ...more].join("\n");
  return [words.intro, faults, words.outro].join("\n\n");
}

function fault(language: GenerationRequest["language"], error: FieldError): string {
  const spanish = language === "es";
  const message = (spanish ? error.messageEs : undefined) ?? error.message;
  const hint = spanish ? error.hintEs : error.hint;
  const value = error.value === undefined ? "" : ` (${error.value})`;
  return `- ${error.path || "$"} ${message}${value}.${hint === undefined ? "" : ` ${hint}`}`;
}
