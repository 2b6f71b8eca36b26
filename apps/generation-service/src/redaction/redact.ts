import { detectors } from "./detectors/detectors.ts";
import { type Finding, mergeInOrder, withoutOverlaps } from "./finding.ts";
import {
  findPlaceholders,
  type RedactionKind,
  redactionKinds,
  type StandingPlaceholder,
} from "./redaction-kind.ts";
import { RedactionMemory } from "./redaction-memory.ts";

/** A placeholder that this redaction put in: `text.slice(start, end) === "[" + label + "]"` in the OUTPUT text. */
export type RedactedSpan = { start: number; end: number; kind: RedactionKind; label: string };

/** How many mentions of a kind were replaced; never a value. Kinds without any are left out. */
export type RedactionCount = { kind: RedactionKind; count: number };

export type Redaction = {
  text: string;
  redacted: boolean;
  findings: RedactionCount[];
  spans: RedactedSpan[];
};

/**
 * `text` with its secrets and personal data replaced by placeholders such as `[EMAIL_1]`, numbered by distinct value within `memory`
 * (a fresh one when none is given; it is the only thing that changes). Redacting the result again changes nothing, and a text without
 * findings comes back as it was. Time is linear in the text.
 */
export function redact(text: string, memory: RedactionMemory = new RedactionMemory()): Redaction {
  return replaceFindings(text, findSensitive(text), memory);
}

/** Everything sensitive in `text`, in order and without overlaps; placeholders that stand in it already are left alone. */
export function findSensitive(text: string): Finding[] {
  const standing: readonly StandingPlaceholder[] = findPlaceholders(text);
  let accepted: Finding[] = [];
  for (const detect of detectors) {
    const fresh = withoutOverlaps(accepted, withoutOverlaps(standing, detect(text)));
    accepted = mergeInOrder(accepted, fresh);
  }
  return accepted;
}

/** `text` with `findings` (in order, not overlapping) replaced by the placeholders that `memory` gives them. */
export function replaceFindings(
  text: string,
  findings: readonly Finding[],
  memory: RedactionMemory,
): Redaction {
  for (const { label } of findPlaceholders(text)) memory.reserve(label);
  const pieces: string[] = [];
  const spans: RedactedSpan[] = [];
  let copied = 0;
  let length = 0;
  for (const { start, end, kind, identity } of findings) {
    const label = memory.labelFor(kind, identity);
    const placeholder = `[${label}]`;
    const spanStart = length + (start - copied);
    pieces.push(text.slice(copied, start), placeholder);
    copied = end;
    length = spanStart + placeholder.length;
    spans.push({ start: spanStart, end: length, kind, label });
  }
  pieces.push(text.slice(copied));
  return { text: pieces.join(""), redacted: spans.length > 0, findings: countByKind(spans), spans };
}

/** The number of `items` of each kind that occurs, in the fixed order of kinds. */
export function countByKind(items: readonly { kind: RedactionKind }[]): RedactionCount[] {
  const counts = new Map<RedactionKind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return redactionKinds.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [{ kind, count }];
  });
}
