import type { Cursor } from "./cursor.ts";
import { draftOf } from "./drafts.ts";
import type { Expectation } from "./expectation.ts";
import { type JsonScalar, type JsonValue, setOwn } from "./json.ts";
import { type Frame, hangInList, openFrame } from "./scan-frame.ts";
import { containerNode, type SourceNode, scalarNode } from "./source-node.ts";

/** The state of reading one value: where in the grammar it is, and what is open. */
export class ScanState {
  readonly cursor: Cursor;
  /** The text is the inside of a list whose brackets are missing. */
  readonly asList: boolean;
  expected: Expectation = "value";
  root: SourceNode | null = null;
  /** The value, where it is built plainly; undefined before it begins. */
  plain: JsonValue | undefined;
  /** The value cannot be built plainly: what became of it depends on where its parts stand. */
  needsPlaces = false;
  /** The key that waits for its value. */
  private key = "";
  keyStart = 0;
  keyEnd = 0;
  /** Where a comma waits for what it separates, or -1. */
  comma = -1;
  /** Where the last value, or key, ended. */
  valueEnd: number;
  /** Where the last value began when it was a string, or -1. */
  textStart = -1;
  lastClosed: Frame | null = null;
  /** Where it ended. */
  lastClosedEnd = -1;
  openLists = 0;
  /** The innermost container is an object. */
  inObject = false;
  /** Members of all objects so far. */
  members = 0;
  /** The first backslash from where it was last asked for. */
  backslash = -1;

  constructor(cursor: Cursor, asList: boolean) {
    this.cursor = cursor;
    this.asList = asList;
    this.valueEnd = cursor.pos;
  }

  /** The innermost container. */
  top(): Frame | undefined {
    return this.cursor.stack[this.cursor.stack.length - 1];
  }

  takeKey(key: string, start: number, end: number): void {
    this.comma = -1;
    this.key = key;
    this.keyStart = start;
    this.keyEnd = end;
    this.valueEnd = end;
    this.expected = "colon";
  }

  /** Opens a container that begins at `start`. */
  open(type: "object" | "array", start: number): void {
    const { plain, stack, drafts } = this.cursor;
    const parent = this.top() ?? null;
    const segment = parent === null ? "" : parent.type === "object" ? this.key : parent.size;
    const node = plain ? null : containerNode(type, start);
    const value = plain && type === "object" ? {} : null;
    if (node !== null) this.hang(node);
    else if (value !== null) this.put(value, segment, parent);
    stack.push(openFrame(type, start, parent, segment, value, node, drafts.length));
    if (type === "array") this.openLists++;
    this.inObject = type === "object";
    this.comma = -1;
    this.valueEnd = this.cursor.pos;
    this.expected = type === "object" ? "key" : "item";
  }

  /** Places a scalar that stands between `start` and the cursor. */
  place(value: JsonScalar, start: number): void {
    if (this.cursor.plain) this.put(value, this.key, this.top() ?? null);
    else this.hang(scalarNode(value, start, this.cursor.pos));
    this.afterValue(this.cursor.pos);
  }

  /**
   * Places the null of a value that the text does not have. Whether it may be left out is for one who knows the places.
   *
   * @param at where it should have stood.
   * @param alone not even a colon stood behind its key.
   */
  placeMissing(at: number, alone: boolean): void {
    const { plain, pos, drafts } = this.cursor;
    const top = this.top() ?? null;
    if (alone && top !== null) top.alone++;
    this.needsPlaces = true;
    const node = scalarNode(null, pos, pos);
    node.missing = true;
    const segment = top?.type === "object" ? this.key : (top?.size ?? "");
    const path = plain ? { type: node.type, parent: top, segment, named: null } : node;
    drafts.push(draftOf("value_missing", at, "", alone ? ":null" : "null", path));
    if (plain) this.put(null, this.key, top);
    else this.hang(node);
    this.afterValue(pos);
  }

  /** Closes the innermost container, which ends at `end`. */
  pop(end: number): void {
    const frame = this.cursor.stack.pop();
    if (frame === undefined) return;
    if (frame.node !== null) frame.node.end = end;
    if (frame.type === "array") this.hangClosedList(frame);
    this.inObject = this.top()?.type === "object";
    this.lastClosed = frame;
    this.lastClosedEnd = end;
    this.afterValue(end);
  }

  /** Hangs a list, which is closed and open no more, into its container, where values are built plainly. */
  hangClosedList({ value, node, segment, parent }: Frame): void {
    this.openLists--;
    if (node === null && (value === null || Array.isArray(value))) this.put(value ?? [], segment, parent);
  }

  /** Whether a backslash stands between two offsets; asked in rising order. */
  hasEscape(start: number, end: number): boolean {
    return (this.backslash < start ? this.nextBackslash(start) : this.backslash) < end;
  }

  /** Seeks the first backslash from `start` on; the text's length when there is none. */
  nextBackslash(start: number): number {
    const found = this.cursor.text.indexOf("\\", start);
    this.backslash = found === -1 ? this.cursor.text.length : found;
    return this.backslash;
  }

  expectNext(): void {
    if (this.cursor.stack.length === 0) this.expected = "done";
    else this.expected = this.inObject ? "key" : "item";
  }

  private afterValue(end: number): void {
    this.comma = -1;
    this.valueEnd = end;
    this.textStart = -1;
    this.expected = this.cursor.stack.length === 0 && this.cursor.calls === 0 ? "done" : "after";
  }

  /** Hangs what was read of lists that are open still. The value is over. */
  hangOpenLists(): void {
    const { stack, plain } = this.cursor;
    if (plain) while (stack.length > 0) this.pop(this.cursor.pos);
  }

  /** Hangs a value built plainly, of which no place is kept, into its container; a list once it is closed. */
  private put(value: JsonValue, key: string | number, container: Frame | null): void {
    if (container === null) {
      this.plain ??= value;
      return;
    }
    container.size++;
    if (container.type === "array") {
      hangInList(container, value);
    } else {
      this.members++;
      setOwn(container.value as { [key: string]: JsonValue }, key as string, value);
    }
  }

  private hang(node: SourceNode): void {
    const top = this.top();
    if (top === undefined || top.node === null) {
      this.root ??= node;
      return;
    }
    node.parent = top.node;
    node.segment = top.type === "object" ? this.key : top.size;
    top.size++;
    if (top.type === "array") {
      top.node.items.push(node);
    } else {
      this.members++;
      top.node.members.push({ key: this.key, keyStart: this.keyStart, keyEnd: this.keyEnd, node });
    }
  }
}
