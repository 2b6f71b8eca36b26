import type { OutputInterface } from "ai";

/** How a model is held to the answer's schema, strictest first. */
export const ANSWER_FORMATS = ["json_schema", "json_object", "none"] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

type ResponseFormat = Awaited<OutputInterface["responseFormat"]>;

/**
 * An `output` for the AI SDK's `streamText` that asks for a format and leaves the text alone: reading it is the work of
 * answer-reader, and the SDK's own would parse all of the text again with each piece.
 */
export function answerOutput(
  format: AnswerFormat,
  schema: Record<string, unknown>,
): OutputInterface<string, number, never> {
  return {
    name: "answer",
    responseFormat: Promise.resolve(responseFormat(format, schema)),
    parseCompleteOutput: async ({ text }) => text,
    // The SDK holds text back until the partial value changes.
    parsePartialOutput: async ({ text }) => ({ partial: text.length }),
    createElementStreamTransform: () => undefined,
  };
}

function responseFormat(format: AnswerFormat, schema: Record<string, unknown>): ResponseFormat {
  if (format === "none") return { type: "text" };
  if (format === "json_object") return { type: "json" };
  return { type: "json", schema, name: "scenario_answer" };
}

/** The next format down, after a provider refused one; null when there is none. */
export function looserFormat(format: AnswerFormat): AnswerFormat | null {
  return ANSWER_FORMATS[ANSWER_FORMATS.indexOf(format) + 1] ?? null;
}
