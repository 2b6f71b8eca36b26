const CLOSERS: { readonly [opening: string]: string } = {
  '"': '"',
  "'": "'",
  "“": '”"',
  "‘": "’'",
  "`": "`",
};
const ESCAPES: { readonly [letter: string]: string } = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** A string whose characters arrive bit by bit, with escapes that may be cut between two bits. */
export class PreviewString {
  text = "";
  closed = false;
  private readonly closers: string;
  /** The part of an escape that has come. */
  private pending = "";
  /** What was added since it was last asked for; apart from the text, which must not be flattened again and again. */
  private added = "";

  constructor(opening: string) {
    this.closers = CLOSERS[opening] ?? '"';
  }

  /** Takes what belongs to the string from `at` on. Returns the offset behind it. */
  take(chunk: string, at: number): number {
    let from = at;
    while (from < chunk.length && !this.closed) {
      if (this.pending !== "") {
        this.takeEscape(chunk[from] ?? "");
        from++;
        continue;
      }
      let to = from;
      while (to < chunk.length && chunk[to] !== "\\" && !this.closers.includes(chunk[to] ?? "")) to++;
      this.add(chunk.slice(from, to));
      if (to < chunk.length) {
        if (chunk[to] === "\\") this.pending = "\\";
        else this.closed = true;
        to++;
      }
      from = to;
    }
    return from;
  }

  /** The quote that closed the string was one in it. */
  goOn(): void {
    this.add('"');
    this.closed = false;
  }

  /** What was added since this was last asked. */
  takeNew(): string {
    const { added } = this;
    this.added = "";
    return added;
  }

  private add(text: string): void {
    this.text += text;
    this.added += text;
  }

  private takeEscape(character: string): void {
    this.pending += character;
    if (this.pending.startsWith("\\u")) {
      if (this.pending.length < 6) return;
      const code = Number.parseInt(this.pending.slice(2), 16);
      this.add(Number.isNaN(code) ? this.pending : String.fromCharCode(code));
    } else {
      this.add(ESCAPES[character] ?? character);
    }
    this.pending = "";
  }
}

/** Whether a character can open a string. */
export function isQuote(character: string): boolean {
  return (
    character === '"' || character === "'" || character === "“" || character === "‘" || character === "`"
  );
}
