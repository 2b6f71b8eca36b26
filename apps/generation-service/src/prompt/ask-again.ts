import type { FieldError, GenerationRequest } from "@vivero/contracts";
import type { ModelMessage } from "../model/language-model.ts";

/** An answer that was not good enough, and why. */
export type FaultyAnswer = {
  /** A sentence for what is wrong with the whole of it. */
  message: string;
  /** Where it breaks the contract; empty when it could not be read at all. */
  errors?: readonly FieldError[];
  /** The parts of it that are at fault, in short. */
  excerpts?: readonly string[];
};

const MOST_ERRORS = 40;
const LEFT_OUT = "…";

/**
 * The conversation that asks for an answer: the prompt alone, or with the parts at fault of the answer before and what is
 * wrong with them. The whole of it is not sent back: it would be paid for once more, and says nothing beyond them. The
 * roles take turns, as some providers demand.
 */
export function conversation(
  language: GenerationRequest["language"],
  prompt: string,
  faulty: FaultyAnswer | null,
): ModelMessage[] {
  const question: ModelMessage = { role: "user", content: prompt };
  if (faulty === null) return [question];
  const quoted = [LEFT_OUT, ...(faulty.excerpts ?? []), LEFT_OUT].join("\n");
  return [
    question,
    { role: "assistant", content: quoted },
    { role: "user", content: complain(language, faulty) },
  ];
}

/** The conversation that asks for the rest of an answer that was cut behind `before`. */
export function continuation(
  language: GenerationRequest["language"],
  prompt: string,
  before: string,
): ModelMessage[] {
  return [
    { role: "user", content: prompt },
    { role: "assistant", content: before },
    { role: "user", content: WORDS[language].goOn },
  ];
}

const WORDS = {
  es: {
    goOn: "La respuesta se cortó. Continúa exactamente donde quedó: empieza por el carácter que sigue, sin repetir nada, sin bloques de código ni comentarios, hasta cerrar el objeto JSON.",
    intro: "Esa respuesta no sirve tal como está.",
    errors: "Estos son sus defectos:",
    more: (count: number) => `- y ${count} más`,
    outro:
      "Da la respuesta entera otra vez, corregida, como un único objeto JSON con la forma pedida y nada más.",
  },
  en: {
    goOn: "The answer was cut. Continue exactly where it stopped: begin with the very next character, repeat nothing, no code fences and no comments, until the JSON object is closed.",
    intro: "That answer cannot be used as it is.",
    errors: "These are its faults:",
    more: (count: number) => `- and ${count} more`,
    outro:
      "Give the whole answer again, corrected, as one JSON object of the form asked for and nothing else.",
  },
} as const;

function complain(language: GenerationRequest["language"], { message, errors = [] }: FaultyAnswer): string {
  const words = WORDS[language];
  const listed = errors.slice(0, MOST_ERRORS).map((error) => fault(language, error));
  const more = errors.length > MOST_ERRORS ? [words.more(errors.length - MOST_ERRORS)] : [];
  const faults = errors.length === 0 ? message : [words.errors, ...listed, ...more].join("\n");
  return [words.intro, faults, words.outro].join("\n\n");
}

function fault(language: GenerationRequest["language"], error: FieldError): string {
  const spanish = language === "es";
  const message = (spanish ? error.messageEs : undefined) ?? error.message;
  const hint = spanish ? error.hintEs : error.hint;
  const value = error.value === undefined ? "" : ` (${error.value})`;
  return `- ${error.path || "$"} ${message}${value}.${hint === undefined ? "" : ` ${hint}`}`;
}
