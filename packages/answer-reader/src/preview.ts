import type { JsonValue } from "./json.ts";
import { bareValue } from "./preview-bare-value.ts";
import { PreviewComment } from "./preview-comment.ts";
import { PreviewStart } from "./preview-start.ts";
import { isQuote, PreviewString } from "./preview-string.ts";
import { PreviewTree } from "./preview-tree.ts";
import type { Shape } from "./shape.ts";

type Token = "value" | "key" | "colon" | "after";
type Mode = Token | "seek" | "string" | "keyString" | "bare" | "comment" | "done";

/**
 * Reads an answer as it arrives, for a live view: forgiving, without a journal, each character once. What it shows
 * may be wrong where the text is broken; what counts is the reading of the whole at the end.
 */
export class Preview {
  private readonly tree: PreviewTree;
  private readonly shape: Shape;
  private readonly start = new PreviewStart();
  private mode: Mode = "seek";
  /** Where to go on behind a comment. */
  private interrupted: Mode = "value";
  private comment = new PreviewComment("#");
  private string = new PreviewString('"');
  /** A wrapper's string that may hold the answer itself. */
  private inner: Preview | null = null;
  private bare = "";
  private lastWasString = false;

  constructor(shape: Shape) {
    this.shape = shape;
    this.tree = new PreviewTree(shape);
  }

  /** What can be shown so far; undefined before the answer begins. The same object grows from call to call. */
  get value(): JsonValue | undefined {
    return this.tree.value;
  }

  push(chunk: string): void {
    let at = 0;
    while (at < chunk.length && this.mode !== "done") at = this.step(chunk, at);
    if (this.mode === "string") this.showString(false);
  }

  /** Takes what stands at `at`. Returns the offset of the next. */
  private step(chunk: string, at: number): number {
    if (this.mode === "string" || this.mode === "keyString") return this.readString(chunk, at);
    return this.take(chunk[at] ?? "") ? at + 1 : at;
  }

  /** @returns whether the character is used up. */
  private take(character: string): boolean {
    switch (this.mode) {
      case "seek":
        return this.seek(character);
      case "bare":
        return this.readBare(character);
      case "comment":
        return this.readComment(character);
      default:
        return this.readToken(character);
    }
  }

  private seek(character: string): boolean {
    const bracket = this.start.take(character);
    if (bracket === null) return true;
    this.tree.open(bracket === "[");
    this.mode = this.next();
    return false;
  }

  private readToken(character: string): boolean {
    if (/\s/.test(character) && this.bare === "") return true;
    if (character === "}" || character === "]") return this.close();
    if (character === ",") {
      this.bare = "";
      this.mode = this.next();
      return true;
    }
    if (character === "#" || (character === "/" && this.bare === "")) {
      this.interrupted = this.mode;
      this.comment = new PreviewComment(character);
      this.mode = "comment";
      return true;
    }
    if (this.mode === "key") return this.readKey(character);
    if (this.mode === "colon" && (character === ":" || character === "=")) {
      this.mode = "value";
      return true;
    }
    return this.mode === "after" ? this.readAfter(character) : this.readValue(character);
  }

  private readKey(character: string): boolean {
    if (isQuote(character) && this.bare === "") {
      this.string = new PreviewString(character);
      this.mode = "keyString";
    } else if (character === ":") {
      this.tree.key(this.bare.trim());
      this.bare = "";
      this.mode = "value";
    } else {
      this.bare += character;
    }
    return true;
  }

  private readValue(character: string): boolean {
    this.lastWasString = false;
    if (character === "{" || character === "[") {
      this.tree.open(character === "[");
      this.mode = this.next();
      return true;
    }
    if (!isQuote(character)) {
      this.mode = "bare";
      return false;
    }
    this.string = new PreviewString(character);
    this.inner = this.tree.wraps && !this.shape.anything ? new Preview(this.shape) : null;
    this.mode = "string";
    return true;
  }

  /** No comma: more of a string with a quote in it, or the next value. */
  private readAfter(character: string): boolean {
    if (this.lastWasString && !isQuote(character) && character !== "{" && character !== "[") {
      this.string.goOn();
      this.mode = "string";
    } else {
      this.mode = this.next();
    }
    return false;
  }

  private readString(chunk: string, at: number): number {
    const next = this.string.take(chunk, at);
    if (!this.string.closed) return next;
    if (this.mode === "keyString") {
      this.tree.key(this.string.text);
      this.mode = "colon";
    } else {
      this.showString(true);
      this.lastWasString = this.inner === null;
      this.inner = null;
      this.mode = "after";
    }
    return next;
  }

  private showString(whole: boolean): void {
    this.inner?.push(this.string.takeNew());
    if (this.inner?.value === undefined) this.tree.scalar(this.string.text, whole);
    else this.tree.value = this.inner.value;
  }

  private readBare(character: string): boolean {
    if (!/[,}\]\n]/.test(character)) {
      this.bare += character;
      return true;
    }
    this.tree.scalar(bareValue(this.bare.trim()), true);
    this.bare = "";
    this.mode = "after";
    return false;
  }

  private readComment(character: string): boolean {
    const taken = this.comment.take(character);
    if (taken === "over") this.mode = this.interrupted;
    if (taken !== "none") return true;
    this.bare = "/";
    this.mode = "bare";
    return false;
  }

  private close(): boolean {
    this.tree.close();
    this.lastWasString = false;
    this.bare = "";
    this.mode = this.tree.depth === 0 ? "done" : "after";
    return true;
  }

  private next(): Token {
    return this.tree.inList ? "value" : "key";
  }
}
