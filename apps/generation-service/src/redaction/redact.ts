import { detectors } from "./detectors/detectors.ts";
import { type Finding, mergeInOrder, withoutOverlaps } from "./finding.ts";
import { findPlaceholders, type RedactionKind, redactionKinds } from "./redaction-kind.ts";
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
  return redactFound(text, memory, findSensitive);
}

/** Everything sensitive in `text`, in order and without overlaps; placeholders that stand in it already are left alone. */
export function findSensitive(text: string): Finding[] {
  const standing = findPlaceholders(text);
  let accepted: Finding[] = [];
  for (const detect of detectors) {
    const fresh = withoutOverlaps(accepted, withoutOverlaps(standing, detect(text, accepted)));
    accepted = mergeInOrder(accepted, fresh);
  }
  return accepted;
}

/**
 * Where values of different kinds touch ("…@example.com12345678Z"), one can come to light only when its neighbour is gone. Two passes, the
 * second of which finds nothing, are the rule: detectors take a list whole, so that its length costs no passes. Values that are glued
 * together without any sign take one pass for each two of them. So many passes are made, and more as long as all together pass over
 * no more characters than this: the bound keeps the time linear.
 */
const fewestPasses = 10;
const mostCharacters = 4_000_000;

/** Redaction by what `find` finds, repeated until it finds nothing more. */
export function redactFound(
  text: string,
  memory: RedactionMemory,
  find: (text: string) => Finding[],
): Redaction {
  for (const { label } of findPlaceholders(text)) memory.reserve(label);
  let current: Marked = { text, spans: [] };
  const mostPasses = Math.max(fewestPasses, mostCharacters / (text.length + 1));
  for (let pass = 0; pass < mostPasses; pass++) {
    const findings = find(current.text);
    if (findings.length === 0) break;
    current = replace(current, findings, memory);
  }
  return { ...current, redacted: current.spans.length > 0, findings: countByKind(current.spans) };
}

type Marked = { text: string; spans: RedactedSpan[] };

/** `text` with `findings` replaced by the placeholders that `memory` gives them; spans of earlier passes move with their text. */
function replace({ text, spans }: Marked, findings: readonly Finding[], memory: RedactionMemory): Marked {
  const pieces: string[] = [];
  const moved: RedactedSpan[] = [];
  const fresh: RedactedSpan[] = [];
  let copied = 0;
  let length = 0;
  const copyUpTo = (position: number): void => {
    const shift = length - copied;
    for (let span = spans[moved.length]; span && span.end <= position; span = spans[moved.length]) {
      moved.push({ ...span, start: span.start + shift, end: span.end + shift });
    }
    pieces.push(text.slice(copied, position));
    length += position - copied;
  };
  for (const { start, end, kind, identity } of findings) {
    copyUpTo(start);
    const label = memory.labelFor(kind, identity);
    pieces.push(`[${label}]`);
    fresh.push({ start: length, end: length + label.length + 2, kind, label });
    length += label.length + 2;
    copied = end;
  }
  copyUpTo(text.length);
  return { text: pieces.join(""), spans: mergeInOrder(moved, fresh) };
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
