import { listWithoutBrackets } from "./bare-list.ts";
import { readBareRoot } from "./bare-root.ts";
import { CLOSE_BRACE, CLOSE_BRACKET, isSpace, OPEN_BRACE } from "./characters.ts";
import { choose } from "./choose.ts";
import { isReadAsItStands } from "./clean.ts";
import { MOST_LIBERTIES } from "./cursor.ts";
import { type Draft, journalOf } from "./drafts.ts";
import { EmbeddedReader } from "./embedded.ts";
import { fit } from "./fit.ts";
import type { JournalEntry, JournalKind } from "./journal.ts";
import type { JsonSchema, JsonValue } from "./json.ts";
import { membersOfLikelyJson } from "./likely-json.ts";
import { type Candidate, type Located, locate } from "./locate.ts";
import { pathOf } from "./paths.ts";
import { parse, readPlainly } from "./read-plainly.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { scan } from "./scan.ts";
import { nextSolid } from "./scan-space.ts";
import { SchemaProblem } from "./schema-keywords.ts";
import type { Shape } from "./shape.ts";
import { ShapeBook } from "./shape-book.ts";
import { surroundingDrafts } from "./surroundings.ts";
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

/**
 * How far a text is looked through for faults before JSON.parse is asked. A look takes less than the error that
 * JSON.parse throws, unless the text is long; and a sound text must not pay for more than it can afford.
 */
function sniffedLength(length: number): number {
  if (length < 4_000) return length * 0.55;
  return length < 16_000 ? length : 2_000;
}

/** What JSON.parse makes of the text, if anything, and whether that is its reading as it stands. */
function readStrictly(
  text: string,
  start: number,
  shape: Shape,
): { parsed: JsonValue | undefined; fits: boolean } {
  const bracket = text[start] === "{" || text[start] === "[";
  const members = bracket ? membersOfLikelyJson(text, sniffedLength(text.length)) : undefined;
  const hopeless = bracket
    ? members === -1 || !endsWithCloser(text, start)
    : !'"-0123456789tfn'.includes(text[start] ?? "");
  const parsed = hopeless ? undefined : parse(text);
  return { parsed, fits: parsed !== undefined && isReadAsItStands(text, parsed, shape, members) };
}

/** Whether the last solid character closes the bracket at `start`: without it the text is no JSON. */
function endsWithCloser(text: string, start: number): boolean {
  let last = text.length - 1;
  while (last > start && isSpace(text.charCodeAt(last))) last--;
  return text.charCodeAt(last) === (text.charCodeAt(start) === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
}

/** The long way: every value in the text is built with its places, the best one chosen and fitted. */
function readAtLength(
  text: string,
  from: number,
  start: number,
  shape: Shape,
  strict: boolean,
  isJson: boolean,
): ReadResult {
  const embedded = new EmbeddedReader(text);
  const located: Located = isJson
    ? { candidates: [wholeText(text, start)], thinking: [] }
    : locate(text, from);
  const list = listWithoutBrackets(text, located.candidates, shape);
  if (list !== undefined) located.candidates.splice(0, located.candidates.length, list);
  if (located.candidates.length === 0) located.candidates.push(...readBareRoot(text, start, shape));
  if (located.candidates.length === 0) return refuse(text, "no_json", start);
  const chosen = choose(text, located.candidates, shape, embedded);
  if ("refused" in chosen) return chosen;
  return finish(text, from, chosen, located, shape, embedded, strict);
}

function readText(text: string, strict: boolean): ReadResult {
  const parsed = parse(text);
  if (typeof parsed === "string") return { value: parsed, journal: [], confidence: 1 };
  const after = JSON.stringify(text);
  return conclude(
    text,
    0,
    text,
    [{ kind: "text_taken_whole", start: 0, end: text.length, after, node: null }],
    strict,
  );
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
      about: pathOf(fitted.vanished),
      partial: fitted.value,
    });
  }
  const drafts: Draft[] = chosen.scanned.drafts.concat(
    surroundingDrafts(text, from, chosen, located),
    fitted.notes.drafts,
  );
  return conclude(text, from, fitted.value, drafts, strict);
}

/** The reading with its journal, unless it took too many liberties, or in strict mode a risky one. */
function conclude(
  text: string,
  from: number,
  value: JsonValue,
  drafts: Draft[],
  strict: boolean,
): ReadResult {
  if (from > 0) drafts.unshift({ kind: "byte_order_mark_removed", start: 0, end: 1, after: "", node: null });
  if (drafts.length > MOST_LIBERTIES) return refuse(text, "too_damaged", from, { partial: value });
  const journal = journalOf(text, drafts);
  const risky = strict ? journal.find((entry) => entry.severity === "risky") : undefined;
  if (risky !== undefined) {
    const about = `${risky.kind} at ${risky.path || "the top"}`;
    return refuse(text, "risky", risky.at.offset, { about, partial: value });
  }
  return { value, journal, confidence: confidenceOf(journal) };
}

/** 1 less 0.1 for each risky liberty and 0.02 for each kind of structural one; never below 0.05. */
function confidenceOf(journal: readonly JournalEntry[]): number {
  const structural = new Set<JournalKind>();
  let risky = 0;
  for (const { kind, severity } of journal) {
    if (severity === "structural") structural.add(kind);
    else if (severity === "risky") risky++;
  }
  return Math.max(0.05, Math.round((1 - 0.02 * structural.size - 0.1 * risky) * 100) / 100);
}
