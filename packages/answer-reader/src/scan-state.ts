import { COMMA } from "./characters.ts";
import { type Cursor, note } from "./cursor.ts";
import type { JsonScalar } from "./json.ts";
import { containerNode, type Member, type SourceNode, scalarNode } from "./source-node.ts";
import { decodeString } from "./string-content.ts";

/** What the grammar expects next. */
export type Expectation = "value" | "item" | "key" | "colon" | "after" | "done";

/** What is counted of an open container. */
interface Frame {
  /** Members or items so far. */
  size: number;
  /** Members whose key stands without even a colon. */
  alone: number;
  /** How much had been noted when the container was opened. */
  readonly mark: number;
}

/** The state of reading one value: where in the grammar it is, and what is open. */
export class ScanState {
  readonly cursor: Cursor;
  /** The text is the inside of a list whose brackets are missing. */
  readonly asList: boolean;
  expected: Expectation = "value";
  root: SourceNode | null = null;
  /** The key that waits for its value; undefined while it stands as it is in the text, unread. */
  private key: string | undefined = "";
  keyStart = 0;
  keyEnd = 0;
  /** Where a comma waits for what it separates, or -1. */
  comma = -1;
  /** Where the last value, or key, ended. */
  valueEnd: number;
  /** Where the last whole value ended, or the container that has none yet was opened. */
  settled: number;
  /** Where the last value began when it was a string, or -1. */
  textStart = -1;
  lastClosed: SourceNode | null = null;
  openLists = 0;
  /** Members of all objects so far. */
  members = 0;
  private readonly frames: Frame[] = [];

  constructor(cursor: Cursor, asList: boolean) {
    this.cursor = cursor;
    this.asList = asList;
    this.valueEnd = cursor.pos;
    this.settled = cursor.pos;
  }

  top(): SourceNode | undefined {
    return this.cursor.stack[this.cursor.stack.length - 1];
  }

  frame(): Frame | undefined {
    return this.frames[this.frames.length - 1];
  }

  /** A key was read, of which `key` is the name; undefined when nobody needs it yet. */
  takeKey(key: string | undefined, start: number, end: number): void {
    this.comma = -1;
    this.key = key;
    this.keyStart = start;
    this.keyEnd = end;
    this.valueEnd = end;
    this.expected = "colon";
  }

  private keyName(): string {
    const { text } = this.cursor;
    this.key ??= decodeString(text, this.keyStart + 1, this.keyEnd - 1, false);
    return this.key;
  }

  /** Opens a container that begins at `start`. */
  open(type: "object" | "array", start: number): void {
    const node = containerNode(type, start, this.cursor.builds);
    this.hang(node);
    this.cursor.stack.push(node);
    this.frames.push({ size: 0, alone: 0, mark: this.cursor.drafts.length });
    if (type === "array") this.openLists++;
    this.comma = -1;
    this.valueEnd = this.cursor.pos;
    this.settled = this.cursor.pos;
    this.expected = type === "object" ? "key" : "item";
  }

  /** Places a scalar that stands between `start` and the cursor. */
  place(value: JsonScalar, start: number): void {
    if (this.cursor.builds) this.hang(scalarNode(value, start, this.cursor.pos));
    else this.count();
    this.afterValue(this.cursor.pos);
  }

  /**
   * Places the null of a value that the text does not have.
   *
   * @param alone not even a colon stood behind its key.
   */
  placeMissing(alone: boolean): void {
    const frame = this.frame();
    if (alone && frame !== undefined) frame.alone++;
    if (this.cursor.builds) {
      const node = scalarNode(null, this.cursor.pos, this.cursor.pos);
      node.missing = true;
      this.hang(node);
    } else {
      this.count();
    }
    this.afterValue(this.cursor.pos);
  }

  /** Closes the innermost container, which ends at `end`. */
  pop(end: number): void {
    const node = this.cursor.stack.pop();
    if (node === undefined) return;
    this.frames.pop();
    node.end = end;
    if (node.type === "array") this.openLists--;
    this.lastClosed = node;
    this.afterValue(end);
  }

  /** The last item of the innermost list is taken back. */
  takeBackItem(): void {
    this.top()?.items.pop();
    const frame = this.frame();
    if (frame !== undefined) frame.size--;
  }

  expectNext(): void {
    const top = this.top();
    if (top === undefined) this.expected = "done";
    else this.expected = top.type === "object" ? "key" : "item";
  }

  dropPendingComma(): void {
    if (this.comma !== -1) note(this.cursor, "comma_removed", this.comma, this.comma + 1, "");
    this.comma = -1;
  }

  private afterValue(end: number): void {
    this.comma = -1;
    this.valueEnd = end;
    this.settled = end;
    this.textStart = -1;
    this.expected = this.cursor.stack.length === 0 && this.cursor.calls === 0 ? "done" : "after";
  }

  private count(): void {
    const frame = this.frame();
    if (frame === undefined) return;
    frame.size++;
    if (this.top()?.type === "object") this.members++;
  }

  private hang(node: SourceNode): void {
    const parent = this.top();
    const frame = this.frame();
    if (parent === undefined || frame === undefined) {
      this.root ??= node;
      return;
    }
    node.parent = parent;
    node.segment = parent.type === "object" ? this.keyName() : frame.size;
    frame.size++;
    if (parent.type === "object") this.members++;
    if (!this.cursor.builds) return;
    if (parent.type === "object") parent.members.push(this.memberOf(node));
    else parent.items.push(node);
  }

  private memberOf(node: SourceNode): Member {
    return { key: this.keyName(), keyStart: this.keyStart, keyEnd: this.keyEnd, node };
  }
}

/** Passes over one character that means nothing here. */
export function dropStray(state: ScanState): void {
  const { cursor } = state;
  const kind = cursor.text.charCodeAt(cursor.pos) === COMMA ? "comma_removed" : "stray_text_ignored";
  note(cursor, kind, cursor.pos, cursor.pos + 1, "");
  cursor.pos++;
}
