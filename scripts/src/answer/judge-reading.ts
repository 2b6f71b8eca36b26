import { type JsonSchema, type ReadResult, readAnswer } from "@vivero/answer-reader";
import {
  type FieldError,
  scenarioAnswerErrors,
  scenarioAnswerSchema,
  scenarioAnswerWarnings,
} from "@vivero/contracts";

/** A reading of a scenario's answer beside where its value breaks the contract; null where there is no value to judge. */
export interface JudgedReading {
  readonly result: ReadResult;
  readonly validation: Validation | null;
}

/** `errors` keep an answer from being imported, `warnings` do not. */
export interface Validation {
  readonly valid: boolean;
  readonly errors: readonly FieldError[];
  readonly warnings: readonly FieldError[];
}

/** Reads a text as a scenario's answer and judges what was read. `strict` refuses risky liberties. */
export function judgeReading(text: string, strict: boolean): JudgedReading {
  const result = readAnswer(text, scenarioAnswerSchema() as unknown as JsonSchema, { strict });
  if ("refused" in result) return { result, validation: null };
  const errors = scenarioAnswerErrors(result.value);
  const warnings = scenarioAnswerWarnings(result.value);
  return { result, validation: { valid: errors.length === 0, errors, warnings } };
}
