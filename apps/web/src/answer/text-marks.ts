import type { Generation } from "@vivero/contracts";

export type JournalEntry = Generation["journal"][number];

/** Part of an answer's text that a liberty was taken with: `start` to `end` in UTF-16 units; empty where something was put in. */
export interface TextMark {
  readonly start: number;
  readonly end: number;
  readonly severity: JournalEntry["severity"];
  /** Which entry of the journal. */
  readonly entry: number;
}

/** Where the journal's entries stand in the text, in order. */
export function textMarks(journal: readonly JournalEntry[]): TextMark[] {
  return journal
    .map(({ at, before, severity }, entry) => ({
      start: at.offset,
      end: at.offset + (typeof before === "string" ? before.length : 0),
      severity,
      entry,
    }))
    .sort((one, other) => one.start - other.start || one.end - other.end);
}

/** A piece of a line, in one look. */
export interface Piece {
  readonly text: string;
  readonly mark: TextMark | null;
  readonly isFocused: boolean;
}

/** A line of text as it is drawn; a very long one is cut in several, so that no line is large. */
export interface TextLine {
  readonly start: number;
  readonly text: string;
  /** Null for the continuation of a long line. */
  readonly number: number | null;
}

const LONGEST_LINE = 600;

/** A text in lines that can be drawn one by one. */
export function textLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  text.split("\n").forEach((line, index) => {
    for (let from = 0; from === 0 || from < line.length; from += LONGEST_LINE) {
      lines.push({
        start: start + from,
        text: line.slice(from, from + LONGEST_LINE),
        number: from === 0 ? index + 1 : null,
      });
    }
    start += line.length + 1;
  });
  return lines;
}

/** The index of the line that holds an offset. */
export function lineAt(lines: readonly TextLine[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A line cut where marks and the focused range begin and end; a mark without length gives an empty piece where it stands. */
export function linePieces(
  line: TextLine,
  marks: readonly TextMark[],
  focus: { readonly start: number; readonly end: number } | null,
): Piece[] {
  const end = line.start + line.text.length;
  const here = marks.filter((mark) => mark.start <= end && mark.end >= line.start);
  const cuts = new Set([line.start, end]);
  for (const range of focus ? [...here, focus] : here) {
    for (const cut of [range.start, range.end]) if (cut > line.start && cut < end) cuts.add(cut);
  }
  const sorted = [...cuts].sort((one, other) => one - other);
  const pieces: Piece[] = [];
  sorted.forEach((from, index) => {
    for (const mark of here) {
      if (mark.start === from && mark.end === from) pieces.push({ text: "", mark, isFocused: false });
    }
    const to = sorted[index + 1];
    if (to === undefined || to === from) return;
    pieces.push({
      text: line.text.slice(from - line.start, to - line.start),
      mark: here.find((mark) => mark.start <= from && mark.end >= to && mark.end > mark.start) ?? null,
      isFocused: focus !== null && focus.start <= from && focus.end >= to,
    });
  });
  return pieces;
}
