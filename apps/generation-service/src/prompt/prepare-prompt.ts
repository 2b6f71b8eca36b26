import {
  type GenerationRequest,
  GenerationRequestSchema,
  ViveroError,
  validationErrors,
} from "@vivero/contracts";
import { countByKind, redact } from "../redaction/redact.ts";
import { redactJson } from "../redaction/redact-json.ts";
import { findPlaceholders, type RedactionKind } from "../redaction/redaction-kind.ts";
import { RedactionMemory } from "../redaction/redaction-memory.ts";
import { unstorableFields } from "../storable-text.ts";
import { composePrompt } from "./compose-prompt.ts";

/** A prompt as it is stored and sent, with nothing confidential left in it. */
export type PreparedPrompt = {
  /** The planner's answers, redacted with the prompt's numbers. */
  request: GenerationRequest;
  prompt: string;
  /** How many replacements stand in the prompt, by kind. */
  redactions: { kind: RedactionKind; count: number }[];
  /** Where they stand: `start` to `end`, in UTF-16 units of the prompt. */
  marks: { start: number; end: number; kind: RedactionKind }[];
};

/**
 * Redacts a planner's answers and composes the prompt from what is left, so that the prompt cannot hold what the answers do
 * not; the prompt is then looked at once more, as words that stand together may say what each did not. Pure.
 * @throws ViveroError INVALID_REQUEST when the answers cannot be stored
 */
export function preparePrompt(request: GenerationRequest): PreparedPrompt {
  refuse(unstorableFields(request));
  const memory = new RedactionMemory();
  const typed = new Set(labelsIn(composePrompt(request)));
  const answers = redactJson(request, memory).value;
  // A placeholder may be longer than what it stands for.
  refuse(validationErrors(GenerationRequestSchema, answers));
  const prompt = redact(composePrompt(answers), memory).text;
  const marks = findPlaceholders(prompt)
    .filter(({ label }) => !typed.has(label))
    .map(({ start, end, label }) => ({ start, end, kind: kindOf(label) }));
  return { request: answers, prompt, redactions: countByKind(marks), marks };
}

function labelsIn(text: string): string[] {
  return findPlaceholders(text).map(({ label }) => label);
}

function kindOf(label: string): RedactionKind {
  return label.replace(/_\d+$/, "").toLowerCase() as RedactionKind;
}

function refuse(errors: { path: string; message: string }[]): void {
  if (errors.length === 0) return;
  throw new ViveroError(
    "INVALID_REQUEST",
    `Your answers cannot be taken: ${errors[0]?.path} ${errors[0]?.message}.`,
    {
      details: { errors },
    },
  );
}
