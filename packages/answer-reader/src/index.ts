export {
  type JournalEntry,
  type JournalKind,
  SEVERITIES,
  type Severity,
  type TextPosition,
} from "./journal.ts";
export type { JsonSchema, JsonValue } from "./json.ts";
export { type ReadOptions, readAnswer } from "./read-answer.ts";
export type { Reading, ReadResult } from "./reading.ts";
export type { Refusal, RefusalReason } from "./refusal.ts";
export { type AnswerStream, createAnswerStream } from "./stream.ts";
export type { Synonyms } from "./synonyms.ts";
