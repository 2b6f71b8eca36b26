import { MOST_LIBERTIES } from "./cursor.ts";
import { type Draft, draftOf, journalOf } from "./drafts.ts";
import type { JournalEntry, JournalKind } from "./journal.ts";
import type { JsonValue } from "./json.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** An answer that was read: its value, every liberty taken for it, and how sure that makes it (0 to 1). */
export interface Reading {
  readonly value: JsonValue;
  readonly journal: JournalEntry[];
  readonly confidence: number;
}

export type ReadResult = Reading | Refusal;

/**
 * The reading with its journal, unless it took too many liberties, or in strict mode a risky one.
 *
 * @param from where the text begins: 1 when a byte order mark stands before it.
 */
export function conclude(
  text: string,
  from: number,
  value: JsonValue,
  drafts: Draft[],
  strict: boolean,
): ReadResult {
  if (from > 0) drafts.unshift(draftOf("byte_order_mark_removed", 0, text.slice(0, 1), ""));
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
  const structural: JournalKind[] = [];
  let risky = 0;
  for (const { kind, severity } of journal) {
    if (severity === "risky") risky++;
    else if (severity === "structural" && !structural.includes(kind)) structural.push(kind);
  }
  return Math.max(0.05, Math.round((1 - 0.02 * structural.length - 0.1 * risky) * 100) / 100);
}
