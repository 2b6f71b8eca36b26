import { draftOf } from "./drafts.ts";
import type { JsonSchema } from "./json.ts";
import { readAtLength } from "./read-at-length.ts";
import { readPlainly } from "./read-plainly.ts";
import { parse, readStrictly } from "./read-strictly.ts";
import { conclude, type ReadResult } from "./reading.ts";
import { refuse } from "./refusal.ts";
import { nextSolid } from "./scan-space.ts";
import { SchemaProblem } from "./schema-keywords.ts";
import type { Shape } from "./shape.ts";
import { ShapeBook } from "./shape-book.ts";
import { SCENARIO_SYNONYMS, type Synonyms } from "./synonyms.ts";

/** Characters (UTF-16 units) that are read when nothing else is asked: twice the answer's own limit of 2 MB. */
export const DEFAULT_MAX_LENGTH = 4_000_000;

export interface ReadOptions {
  /** Refuse what could only be read with a `risky` liberty. */
  readonly strict?: boolean;
  /** Other names of keys and values; a scenario's, in English and Spanish, when not given. */
  readonly synonyms?: Synonyms;
  /** The longest text that is read, in UTF-16 units. */
  readonly maxLength?: number;
}

/**
 * Reads a language model's answer: finds the JSON in it, mends it, and fits it to `schema`. Every liberty is in the
 * journal; what cannot be read without inventing something is refused. Never throws; linear in the text; what the
 * schema demands beyond shape (required keys, limits) is not judged here.
 *
 * @param text the model's whole answer.
 * @param schema the JSON Schema (draft 2020-12) of the value that is due; `true` when any will do.
 */
export function readAnswer(text: string, schema: JsonSchema, options: ReadOptions = {}): ReadResult {
  const maxLength = options.maxLength ?? DEFAULT_MAX_LENGTH;
  if (text.length > maxLength)
    return refuse(text, "too_large", maxLength, { about: `more than ${maxLength} characters` });
  try {
    const shape = bookFor(schema, options.synonyms).root();
    return readWithShape(text, shape, options.strict ?? false);
  } catch (error) {
    if (error instanceof SchemaProblem) return refuse(text, "unusable_schema", 0, { about: error.message });
    throw error;
  }
}

let lastBook: { schema: JsonSchema; synonyms: Synonyms; book: ShapeBook } | undefined;

/** The shapes of a schema; those of the last one used are kept. */
export function bookFor(schema: JsonSchema, synonyms: Synonyms = SCENARIO_SYNONYMS): ShapeBook {
  if (lastBook?.schema !== schema || lastBook.synonyms !== synonyms) {
    lastBook = { schema, synonyms, book: new ShapeBook(schema, synonyms) };
  }
  return lastBook.book;
}

function readWithShape(text: string, shape: Shape, strict: boolean): ReadResult {
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const start = nextSolid(text, from, text.length);
  if (start >= text.length) return refuse(text, "empty", 0);
  if (shape.admitsOnlyText()) return readText(text, strict);
  const { parsed, fits } = readStrictly(text, start, shape);
  if (parsed !== undefined && fits) return { value: parsed, journal: [], confidence: 1 };
  if (parsed === undefined) {
    const mended = readPlainly(text, from, shape);
    if (mended !== undefined) {
      return "refused" in mended ? mended : conclude(text, from, mended.value, mended.drafts, strict);
    }
  }
  return readAtLength(text, from, start, shape, strict, parsed !== undefined || parse(text) !== undefined);
}

function readText(text: string, strict: boolean): ReadResult {
  const parsed = parse(text);
  if (typeof parsed === "string") return { value: parsed, journal: [], confidence: 1 };
  return conclude(text, 0, text, [draftOf("text_taken_whole", 0, text, JSON.stringify(text))], strict);
}
