import { type JsonSchema, readAnswer } from "@vivero/answer-reader";
import {
  type AnswerLimits,
  DEEPEST_NESTING,
  type FieldError,
  nestedTooDeep,
  scenarioAnswerErrors,
  scenarioAnswerSchema,
} from "@vivero/contracts";
import { REPLACEMENT, type Replaced, storableValue } from "./storable-text.ts";

/** A liberty that was taken in reading an answer, as the contract's `JournalEntry`. */
export type JournalEntry = {
  path: string;
  kind: string;
  before: unknown;
  after: unknown;
  severity: "cosmetic" | "structural" | "risky";
  at: { offset: number; line: number; column: number };
};

/** What became of an answer's text: a value with its journal and where it breaks the contract, or the reason why not. */
export type Judgement =
  | { readable: true; value: unknown; journal: JournalEntry[]; errors: FieldError[] }
  | {
      readable: false;
      message: string;
      /** Whether all that is wrong with it is that it ends too early. */
      truncated: boolean;
      /** Where in the text, in UTF-16 units; null when it is no one place. */
      offset: number | null;
    };

const MOST_ERRORS = 200;

/** Reads and validates the text of an answer, which ended for `finishReason`. Pure. */
export type AnswerJudge = (text: string, finishReason: string, replaced?: readonly Replaced[]) => Judgement;

/**
 * A judge of answers with these limits. An answer counts as read when it holds a list of capabilities, however faulty; a
 * document without one is another document. `replaced` are characters of the text that could not be stored and were
 * replaced in it; each gets an entry in the journal.
 */
export function createAnswerJudge(limits: AnswerLimits): AnswerJudge {
  // One object for all answers: the reader keeps what it makes of the last schema.
  const schema: JsonSchema = { ...scenarioAnswerSchema(limits) };
  return (text, finishReason, replaced = []) => {
    const reading = readAnswer(text, schema);
    if ("refused" in reading) {
      const { message, reason, at } = reading;
      return {
        readable: false,
        message: refusal(message, finishReason),
        truncated: reason === "truncated",
        offset: at.offset,
      };
    }
    if (nestedTooDeep(reading.value)) return TOO_DEEP;
    const { value, replaced: inValue } = storableValue(reading.value);
    if (!Array.isArray((value as { capabilities?: unknown } | null)?.capabilities)) return NO_SCENARIO;
    const journal: JournalEntry[] = [
      ...replaced.map((place) =>
        unstorable("", escaped(place.character), REPLACEMENT, positionAt(text, place.offset)),
      ),
      ...reading.journal,
      ...inValue.map(({ path, before, after }) => unstorable(path, before, after, positionOfEscape(text))),
    ];
    const errors = bounded(scenarioAnswerErrors(value, limits));
    // A text that was cut short may end in half a character.
    return { readable: true, value, journal: storable(journal), errors: storable(errors) };
  };
}

const TOO_DEEP: Judgement = {
  readable: false,
  message: `The answer is nested more than ${DEEPEST_NESTING} levels deep, which no scenario is.`,
  truncated: false,
  offset: null,
};

const NO_SCENARIO: Judgement = {
  readable: false,
  message: "The answer is a document, but not a scenario: it has no list of capabilities.",
  truncated: false,
  offset: null,
};

function storable<T>(notes: T): T {
  return storableValue(notes).value as T;
}

function refusal(message: string, finishReason: string): string {
  return finishReason === "length"
    ? `The model stopped at its limit of length before its answer was whole. ${message}`
    : message;
}

function bounded(errors: FieldError[]): FieldError[] {
  if (errors.length <= MOST_ERRORS) return errors;
  const more = errors.length - MOST_ERRORS;
  return [...errors.slice(0, MOST_ERRORS), { path: "", message: `and ${more} more faults` }];
}

function unstorable(path: string, before: string, after: string, at: JournalEntry["at"]): JournalEntry {
  return { path, kind: "unstorable-character", before, after, severity: "risky", at };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The first place in the text where such a character stands as an escape; the journal's paths tell the rest. */
function positionOfEscape(text: string): JournalEntry["at"] {
  return positionAt(text, Math.max(0, text.search(/\\u0000|\\u[dD][89a-fA-F]/)));
}

function positionAt(text: string, offset: number): JournalEntry["at"] {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { offset, line, column: offset - before.lastIndexOf("\n") };
}
