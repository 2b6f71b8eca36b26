import type { TextPosition } from "./journal.ts";

/** Turns offsets of one text into lines and columns (both from 1). Linear in all when asked in rising order. */
export class LinePositions {
  private readonly text: string;
  private line = 1;
  private lineStart = 0;
  /** Where the current line ends: the next newline, or the end of the text. */
  private lineEnd: number;

  constructor(text: string) {
    this.text = text;
    this.lineEnd = this.newlineFrom(0);
  }

  at(offset: number): TextPosition {
    const position = { offset, line: 0, column: 0 };
    this.locate(position);
    return position;
  }

  /** Fills in the line and the column of an offset. */
  locate(position: { readonly offset: number; line: number; column: number }): void {
    const { offset } = position;
    if (offset < this.lineStart) {
      this.line = 1;
      this.lineStart = 0;
      this.lineEnd = this.newlineFrom(0);
    }
    while (this.lineEnd < offset) {
      this.line++;
      this.lineStart = this.lineEnd + 1;
      this.lineEnd = this.newlineFrom(this.lineStart);
    }
    position.line = this.line;
    position.column = offset - this.lineStart + 1;
  }

  private newlineFrom(offset: number): number {
    const found = this.text.indexOf("\n", offset);
    return found === -1 ? this.text.length : found;
  }
}
