import { listWithoutBrackets } from "./bare-list.ts";
import { readBareRoot } from "./bare-root.ts";
import { choose } from "./choose.ts";
import { isReadAsItStands } from "./clean.ts";
import { MOST_LIBERTIES } from "./cursor.ts";
import { type Draft, journalOf } from "./drafts.ts";
import { EmbeddedReader } from "./embedded.ts";
import { fit } from "./fit.ts";
import type { JournalEntry } from "./journal.ts";
import type { JsonSchema, JsonValue } from "./json.ts";
import { type Candidate, type Located, locate } from "./locate.ts";
import { PathNames } from "./paths.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { scan } from "./scan.ts";
import { nextSolid } from "./scan-space.ts";
import { SchemaProblem, type Shape, ShapeBook, type TypeName } from "./shape.ts";
import { surroundingDrafts } from "./surroundings.ts";
import { SCENARIO_SYNONYMS, type Synonyms } from "./synonyms.ts";

/** Characters (UTF-16 units) that are read when nothing else is asked: twice the answer's own limit of 2 MB. */
const DEFAULT_MAX_LENGTH = 4_000_000;

export interface ReadOptions {
  /** Refuse what could only be read with a `risky` liberty. */
  readonly strict?: boolean;
  /** Other names of keys and values; a scenario's, in English and Spanish, when not given. */
  readonly synonyms?: Synonyms;
  /** The longest text that is read, in UTF-16 units. */
  readonly maxLength?: number;
}

/** An answer that was read: its value, every liberty taken for it, and how sure that makes it (0 to 1). */
export interface Reading {
  readonly value: JsonValue;
  readonly journal: JournalEntry[];
  readonly confidence: number;
}

export type ReadResult = Reading | Refusal;

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
    const shape = bookFor(schema, options.synonyms ?? SCENARIO_SYNONYMS).root();
    return readWithShape(text, shape, options.strict ?? false);
  } catch (error) {
    if (error instanceof SchemaProblem) return refuse(text, "unusable_schema", 0, { about: error.message });
    throw error;
  }
}

let lastBook: { schema: JsonSchema; synonyms: Synonyms; book: ShapeBook } | undefined;

/** The shapes of a schema; those of the last one used are kept. */
function bookFor(schema: JsonSchema, synonyms: Synonyms): ShapeBook {
  if (lastBook?.schema !== schema || lastBook.synonyms !== synonyms) {
    lastBook = { schema, synonyms, book: new ShapeBook(schema, synonyms) };
  }
  return lastBook.book;
}

function readWithShape(text: string, shape: Shape, strict: boolean): ReadResult {
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const start = nextSolid(text, from, text.length);
  if (start >= text.length) return refuse(text, "empty", 0);
  const parsed = parse(text);
  if (parsed === undefined || typeof parsed !== "string") {
    if (admitsOnlyText(shape)) return textAsItIs(text, strict);
  }
  if (parsed !== undefined && isReadAsItStands(text, parsed, shape)) {
    return { value: parsed, journal: [], confidence: 1 };
  }
  const embedded = new EmbeddedReader(text);
  const located: Located =
    parsed === undefined ? locate(text, from) : { candidates: [wholeText(text, start)], thinking: [] };
  const list = listWithoutBrackets(text, located.candidates, shape);
  if (list !== undefined) located.candidates.splice(0, located.candidates.length, list);
  if (located.candidates.length === 0) located.candidates.push(...readBareRoot(text, start, shape));
  if (located.candidates.length === 0) return refuse(text, "no_json", start);
  const chosen = choose(text, located.candidates, shape, embedded);
  if ("refused" in chosen) return chosen;
  return finish(text, from, chosen, located, shape, embedded, strict);
}

/** Where only a text is due, the answer is that text, JSON in it or not. */
function admitsOnlyText(shape: Shape): boolean {
  const others: TypeName[] = ["object", "array", "number", "integer", "boolean", "null"];
  return shape.admits("string") && shape.constants === null && !others.some((type) => shape.admits(type));
}

function textAsItIs(text: string, strict: boolean): ReadResult {
  const journal = journalOf(text, [
    { kind: "text_taken_whole", start: 0, end: text.length, after: JSON.stringify(text), node: null },
  ]);
  if (strict) return refuse(text, "risky", 0, { about: "text_taken_whole at the top", partial: text });
  return { value: text, journal, confidence: confidenceOf(journal) };
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON as it stands: it is searched and mended.
    return undefined;
  }
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
      about: new PathNames().of(fitted.vanished),
      partial: fitted.value,
    });
  }
  const drafts: Draft[] = chosen.scanned.drafts.concat(
    surroundingDrafts(text, from, chosen, located),
    fitted.notes.drafts,
  );
  if (from > 0) drafts.unshift({ kind: "byte_order_mark_removed", start: 0, end: 1, after: "", node: null });
  if (drafts.length > MOST_LIBERTIES)
    return refuse(text, "too_damaged", chosen.start, { partial: fitted.value });
  const journal = journalOf(text, drafts);
  const risky = journal.find((entry) => entry.severity === "risky");
  if (strict && risky !== undefined) {
    return refuse(text, "risky", risky.at.offset, {
      about: `${risky.kind} at ${risky.path || "the top"}`,
      partial: fitted.value,
    });
  }
  return { value: fitted.value, journal, confidence: confidenceOf(journal) };
}

/** 1 less 0.1 for each risky liberty and 0.02 for each kind of structural one; never below 0.05. */
function confidenceOf(journal: readonly JournalEntry[]): number {
  const structural = new Set(
    journal.filter((entry) => entry.severity === "structural").map((entry) => entry.kind),
  );
  const risky = journal.filter((entry) => entry.severity === "risky").length;
  return Math.max(0.05, Math.round((1 - 0.02 * structural.size - 0.1 * risky) * 100) / 100);
}
