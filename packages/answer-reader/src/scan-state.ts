import type { Cursor } from "./cursor.ts";
import type { Expectation, PassedMember } from "./expectation.ts";
import { type JsonScalar, type JsonValue, setOwn } from "./json.ts";
import { type Frame, newContainer, type PlainContainer } from "./scan-frame.ts";
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
  /** Where the last whole value ended, or the container that has none yet was opened. */
  settled: number;
  /** Where the last value began when it was a string, or -1. */
  textStart = -1;
  lastClosed: SourceNode | null = null;
  openLists = 0;
  /** The innermost container is an object. */
  inObject = false;
  /** Members of all objects so far. */
  members = 0;
  /** The first backslash from where it was last asked for. */
  private backslash = -1;
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
    const node = containerNode(type, start, !plain);
    const value = plain ? newContainer(type) : null;
    this.hang(node, value);
    stack.push(node);
    this.frames.push({ value, size: 0, alone: 0, mark: drafts.length });
    if (type === "array") this.openLists++;
    this.inObject = type === "object";
    this.comma = -1;
    this.valueEnd = this.cursor.pos;
    this.settled = this.cursor.pos;
    this.expected = type === "object" ? "key" : "item";
  }

  /** Places a scalar that stands between `start` and the cursor. */
  place(value: JsonScalar, start: number): void {
    if (this.cursor.plain) this.put(value);
    else this.hang(scalarNode(value, start, this.cursor.pos), null);
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
    if (this.cursor.plain) {
      this.put(null);
    } else {
      const node = scalarNode(null, this.cursor.pos, this.cursor.pos);
      node.missing = true;
      this.hang(node, null);
    }
    this.afterValue(this.cursor.pos);
  }

  /** Counts members that were hung into the innermost object elsewhere, and goes on behind the last of them. */
  passMembers(count: number, last: PassedMember): void {
    const frame = this.frame();
    if (frame !== undefined) frame.size += count;
    this.members += count;
    this.afterValue(last.valueEnd);
    this.cursor.pos = last.next;
    this.comma = last.comma;
    if (last.expected === "after") this.textStart = last.textStart;
    this.expected = last.expected;
  }

  /** Closes the innermost container, which ends at `end`. */
  pop(end: number): void {
    const node = this.cursor.stack.pop();
    if (node === undefined) return;
    this.frames.pop();
    node.end = end;
    if (node.type === "array") this.openLists--;
    this.inObject = this.top()?.type === "object";
    this.lastClosed = node;
    this.afterValue(end);
  }

  /** Whether a backslash stands between two offsets; asked in rising order. */
  hasEscape(start: number, end: number): boolean {
    if (this.backslash < start) {
      const found = this.cursor.text.indexOf("\\", start);
      this.backslash = found === -1 ? this.cursor.text.length : found;
    }
    return this.backslash < end;
  }

  expectNext(): void {
    if (this.cursor.stack.length === 0) this.expected = "done";
    else this.expected = this.inObject ? "key" : "item";
  }

  private afterValue(end: number): void {
    this.comma = -1;
    this.valueEnd = end;
    this.settled = end;
    this.textStart = -1;
    this.expected = this.cursor.stack.length === 0 && this.cursor.calls === 0 ? "done" : "after";
  }

  /** Hangs a value built plainly, of which no place is kept, into the innermost container. */
  private put(value: JsonValue): void {
    const frame = this.frame();
    if (frame === undefined) {
      this.plain ??= value;
      return;
    }
    frame.size++;
    if (Array.isArray(frame.value)) {
      frame.value.push(value);
    } else if (frame.value !== null) {
      this.members++;
      setOwn(frame.value, this.key, value);
    }
  }

  private hang(node: SourceNode, value: PlainContainer | null): void {
    const parent = this.top();
    const frame = this.frame();
    if (parent === undefined || frame === undefined) {
      this.root ??= node;
    } else {
      node.parent = parent;
      node.segment = parent.type === "object" ? this.key : frame.size;
    }
    if (value !== null) {
      this.put(value);
    } else if (parent !== undefined && frame !== undefined) {
      frame.size++;
      if (parent.type === "array") {
        parent.items.push(node);
      } else {
        this.members++;
        parent.members.push({ key: this.key, keyStart: this.keyStart, keyEnd: this.keyEnd, node });
      }
    }
  }
}
