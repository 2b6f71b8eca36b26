import { isSpace } from "./characters.ts";
import { type Draft, draftOf } from "./drafts.ts";
import type { JournalKind } from "./journal.ts";
import type { Candidate, Located, Span } from "./locate.ts";
import { nextSolid } from "./scan-space.ts";
import { THINKING_TAGS } from "./thinking-tags.ts";

/** What is said of all the text around the chosen value: fences, thinking, other values, prose. */
export function surroundingDrafts(text: string, from: number, chosen: Candidate, located: Located): Draft[] {
  const drafts: Draft[] = [];
  const others = othersIn(located, chosen);
  if (others.length === 0 && chosen.start === from && chosen.end === text.length) return drafts;
  let at = from;
  for (const other of others.filter((one) => one.start < chosen.start)) {
    const end = Math.min(other.end, chosen.start);
    if (end <= at) continue;
    noteProse(text, drafts, at, Math.max(at, other.start), chosen.fence);
    note(text, drafts, other.kind, Math.max(at, other.start), end);
    at = end;
  }
  noteProse(text, drafts, at, chosen.start, chosen.fence);
  at = noteClosing(text, drafts, chosen);
  for (const other of others.filter((one) => one.end > at)) {
    noteProse(text, drafts, at, Math.max(at, other.start), null);
    note(text, drafts, other.kind, Math.max(at, other.start), other.end);
    at = other.end;
  }
  noteProse(text, drafts, at, text.length, null);
  return drafts;
}

/** The text from `start` to `end` is left out. */
function note(text: string, drafts: Draft[], kind: JournalKind, start: number, end: number): void {
  drafts.push(draftOf(kind, start, text.slice(start, end), ""));
}

interface Other extends Span {
  readonly kind: JournalKind;
}

function othersIn({ thinking, candidates }: Located, chosen: Candidate): readonly Other[] {
  if (thinking.length === 0 && candidates.length === 1) return [];
  return [
    ...thinking.map((span) => ({ ...span, kind: "thinking_ignored" as const })),
    ...candidates
      .filter((other) => other !== chosen)
      .map((other) => ({ start: other.start, end: other.end, kind: "candidate_chosen" as const })),
  ].sort((left, right) => left.start - right.start);
}

/** A member of an object that lost its brackets: no prose begins so. */
const MEMBER = /^[,;]?\s*(?:"[^"\n]{1,100}"\s*)?[:=]\s*[^\s:=]/;

/** The tag of a model that thinks aloud, where that is not left out: the value may be a thought. */
const THINKING = new RegExp(`</?(?:${THINKING_TAGS})\\s*>`, "i");

/** Notes the solid text between two offsets as prose, and the fence's opening line as such. */
function noteProse(text: string, drafts: Draft[], from: number, to: number, fence: Span | null): void {
  if (fence !== null && fence.start >= from && fence.end <= to) {
    noteProse(text, drafts, from, fence.start, null);
    note(text, drafts, "fence_removed", fence.start, fence.end);
    noteProse(text, drafts, fence.end, to, null);
    return;
  }
  let start = from;
  while (start < to && isSpace(text.charCodeAt(start))) start++;
  let end = to;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  if (end === start) return;
  const solid = nextSolid(text, start, end) < end;
  const prose = text.slice(start, end);
  const kind = MEMBER.test(prose) || THINKING.test(prose) ? "stray_text_ignored" : "prose_ignored";
  note(text, drafts, solid ? kind : "whitespace_replaced", start, end);
}

const TRAILING = /\s*(?:[;,]\s*)+|\s*(?:[\]})]\s*)+/y;

/** Commas, closers and the fence right behind the value. Returns where the rest of the text begins. */
function noteClosing(text: string, drafts: Draft[], chosen: Candidate): number {
  let at = chosen.end;
  for (let round = 0; round < 4; round++) {
    TRAILING.lastIndex = at;
    const start = nextSolid(text, at, text.length);
    if (start >= text.length || !TRAILING.test(text)) break;
    const comma = text[start] === "," || text[start] === ";";
    noteProse(text, drafts, at, start, null);
    let end = TRAILING.lastIndex;
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
    note(text, drafts, comma ? "comma_removed" : "bracket_removed", start, end);
    at = end;
  }
  const fence = nextSolid(text, at, text.length);
  if (!text.startsWith("```", fence)) return at;
  noteProse(text, drafts, at, fence, null);
  note(text, drafts, "fence_removed", fence, fence + 3);
  return fence + 3;
}
