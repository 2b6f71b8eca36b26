import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  DOT,
  EQUALS,
  OPEN_BRACE,
  OPEN_BRACKET,
  opensQuote,
  PLUS,
  SEMICOLON,
} from "./characters.ts";
import { type Cursor, isOverburdened, note, openCursor, type Place } from "./cursor.ts";
import type { Draft } from "./drafts.ts";
import { isQuotedKey } from "./look-ahead.ts";
import { CALL, scanBare } from "./scan-bare.ts";
import { scanBareKey } from "./scan-key.ts";
import { indentOf, lineIndentOf, nextSolid, skipSpace } from "./scan-space.ts";
import { beginsString, scanString } from "./scan-string.ts";
import { arrayNode, objectNode, type SourceNode, scalarNode } from "./source-node.ts";

/** What came of reading one value from a text. */
export interface Scanned {
  /** The value; with a cut text, what could be read of it. */
  readonly node: SourceNode | null;
  /** The offset behind the value. */
  readonly end: number;
  readonly outcome: "complete" | "cut" | "overburdened";
  readonly drafts: Draft[];
  /** When the text is cut right behind a whole value: the containers that are open there. */
  readonly open: readonly SourceNode[] | null;
}

export interface ScanOptions {
  /** The text is known to be valid JSON. */
  readonly trusted?: boolean;
  /** The text is the inside of a list whose brackets are missing. */
  readonly asList?: boolean;
}

/** Reads the one JSON value that begins at `start`, mending as it goes. Iterative, and linear in the text. */
export function scan(text: string, start: number, end: number, options: ScanOptions = {}): Scanned {
  const cursor = openCursor(text, start, end, options.trusted ?? false);
  return new Scan(cursor, options.asList ?? false).run();
}

/** What the grammar expects next. */
type Expectation = "value" | "item" | "key" | "colon" | "after" | "done";

class Scan {
  private readonly cursor: Cursor;
  private openLists = 0;
  private expected: Expectation = "value";
  private root: SourceNode | null = null;
  private key = "";
  private keyStart = 0;
  private keyEnd = 0;
  /** Where a comma waits for what it separates, or -1. */
  private comma = -1;
  /** Where the last value ended. */
  private valueEnd: number;
  private lastClosed: SourceNode | null = null;
  /** Values of keys that stand without even a colon. */
  private readonly alone = new Set<SourceNode>();
  /** For each open container, how much had been noted when it was opened. */
  private readonly marks: number[] = [];
  private readonly asList: boolean;

  constructor(cursor: Cursor, asList: boolean) {
    this.cursor = cursor;
    this.valueEnd = cursor.pos;
    this.asList = asList;
    if (asList) {
      note(cursor, "list_brackets_added", cursor.pos, cursor.pos, "[");
      this.open(arrayNode(cursor.pos));
    }
  }

  run(): Scanned {
    const { cursor } = this;
    while (this.expected !== "done") {
      const code = skipSpace(cursor);
      if (code === -1) return this.finishAtEnd();
      if (isOverburdened(cursor)) return this.finish("overburdened");
      this.step(code);
      if (cursor.cut) return this.finish("cut");
    }
    return this.finish("complete");
  }

  private step(code: number): void {
    switch (this.expected) {
      case "key":
        this.readKey(code);
        return;
      case "colon":
        this.readColon(code);
        return;
      case "value":
        this.readMemberValue(code);
        return;
      case "item":
        this.readItem(code);
        return;
      default:
        this.readAfter(code);
        return;
    }
  }

  private readKey(code: number): void {
    const { cursor } = this;
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      this.close(code);
      return;
    }
    if (code === COMMA || code === SEMICOLON) {
      this.dropComma("comma_removed");
      return;
    }
    if (code === DOT && cursor.text.startsWith("...", cursor.pos)) {
      this.dropEllipsis();
      return;
    }
    if (code === OPEN_BRACE && this.nextObjectOfList()) return;
    this.keyStart = cursor.pos;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      note(cursor, "key_missing", cursor.pos, cursor.pos, '"":');
      this.comma = -1;
      this.key = "";
      this.keyEnd = cursor.pos;
      this.expected = "value";
      return;
    }
    const key = beginsString(cursor.text, cursor.pos) ? scanString(cursor, "key") : scanBareKey(cursor);
    if (key === undefined) return;
    this.comma = -1;
    this.key = key;
    this.keyEnd = cursor.pos;
    this.valueEnd = cursor.pos;
    this.expected = "colon";
  }

  private readColon(code: number): void {
    const { cursor } = this;
    this.expected = "value";
    if (code === COLON) {
      cursor.pos++;
    } else if (code === EQUALS) {
      const end = cursor.pos + (cursor.text[cursor.pos + 1] === ">" ? 2 : 1);
      note(cursor, "colon_added", cursor.pos, end, ":");
      cursor.pos = end;
    } else if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      note(cursor, "value_missing", this.valueEnd, this.valueEnd, ":null");
      this.placeMissing(true);
    } else {
      note(cursor, "colon_added", this.valueEnd, this.valueEnd, ":");
    }
  }

  private readMemberValue(code: number): void {
    if (code === COLON) {
      this.dropStray();
      return;
    }
    if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (this.cursor.stack.length > 0) {
        note(this.cursor, "value_missing", this.cursor.pos, this.cursor.pos, "null");
        this.placeMissing();
        return;
      }
    }
    this.readValue(code, this.cursor.stack.length === 0 ? "root" : "object");
  }

  private readItem(code: number): void {
    const { cursor } = this;
    if (code === CLOSE_BRACKET || code === CLOSE_BRACE) {
      this.close(code);
      return;
    }
    if (code === COMMA) {
      if (this.comma === -1) {
        this.dropComma("slot_removed");
        return;
      }
      note(cursor, "value_missing", cursor.pos, cursor.pos, "null");
      this.placeMissing();
      return;
    }
    if (code === DOT && cursor.text.startsWith("...", cursor.pos)) {
      this.dropEllipsis();
      return;
    }
    if (code === SEMICOLON || code === COLON) {
      this.dropStray();
      return;
    }
    this.comma = -1;
    this.readValue(code, "array");
  }

  private readAfter(code: number): void {
    const { cursor } = this;
    if (code === COMMA || code === SEMICOLON) {
      if (code === SEMICOLON) note(cursor, "comma_added", cursor.pos, cursor.pos + 1, ",");
      this.comma = cursor.pos++;
      this.expectNext();
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      this.close(code);
    } else if (code === CLOSE_PARENTHESIS && cursor.calls > 0) {
      note(cursor, "call_removed", cursor.pos, cursor.pos + 1, "");
      cursor.pos++;
      cursor.calls--;
    } else if (code === COLON && this.makeMember()) {
      return;
    } else if (code === COLON || code === CLOSE_PARENTHESIS || code === EQUALS) {
      this.dropStray();
    } else if (code === DOT && cursor.text.startsWith("...", cursor.pos)) {
      this.dropEllipsis();
    } else if (this.top()?.type === "object" && this.dropStrayWord(code)) {
      return;
    } else {
      if (code === OPEN_BRACE) this.closeObjectInList();
      note(cursor, "comma_added", this.valueEnd, this.valueEnd, ",");
      this.expectNext();
    }
  }

  /** `{"a": 1 {"a": 2}` in a list: the first object's closer is missing. */
  private closeObjectInList(): boolean {
    const { cursor } = this;
    const { stack } = cursor;
    const inList = stack[stack.length - 2]?.type === "array" && (this.top()?.members.length ?? 0) > 0;
    if (!inList || this.top()?.type !== "object") return false;
    note(cursor, "bracket_added", this.valueEnd, this.valueEnd, "}");
    this.pop(this.valueEnd);
    return true;
  }

  /** The same with a comma between: it is the list's comma. */
  private nextObjectOfList(): boolean {
    const comma = this.comma;
    if (comma === -1 || !this.closeObjectInList()) return false;
    this.comma = comma;
    this.expectNext();
    return true;
  }

  /** `["key": 1]`: a list whose item should have been an object with this member. */
  private makeMember(): boolean {
    const { cursor } = this;
    const list = this.top();
    const item = list?.type === "array" ? list.items[list.items.length - 1] : undefined;
    if (item === undefined || typeof item.value !== "string" || item.end !== this.valueEnd) return false;
    list?.items.pop();
    note(cursor, "bracket_guessed", item.start, item.start, "{");
    this.open(objectNode(item.start));
    this.key = item.value;
    this.keyStart = item.start;
    this.keyEnd = item.end;
    this.expected = "colon";
    return true;
  }

  /** `{"a", "b"}`, a set as Python writes it, is a list: all its keys stand alone. */
  private becomeList(node: SourceNode, end: number, mark: number): void {
    const { cursor } = this;
    if (node.members.length < 2 || !node.members.every((member) => this.alone.has(member.node))) return;
    const inner = cursor.drafts.splice(mark).filter((draft) => draft.kind !== "value_missing");
    for (const draft of inner) cursor.drafts.push(draft);
    note(cursor, "bracket_replaced", node.start, node.start + 1, "[");
    note(cursor, "bracket_replaced", end - 1, end, "]");
    node.type = "array";
    node.items = node.members.map((member, index) => {
      const item = scalarNode(member.key, member.keyStart, member.keyEnd);
      item.parent = node;
      item.segment = index;
      return item;
    });
    node.members = [];
  }

  /** Reads a value at the cursor and hangs it where it belongs. */
  private readValue(code: number, place: Place): void {
    const { cursor } = this;
    const start = cursor.pos;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      cursor.pos++;
      this.open(code === OPEN_BRACE ? objectNode(start) : arrayNode(start));
      return;
    }
    if (opensQuote(code) || (code === BACKSLASH && beginsString(cursor.text, start))) {
      const value = this.joinStrings(scanString(cursor, place), start, place);
      this.place(scalarNode(value, start, cursor.pos));
      return;
    }
    const value = scanBare(cursor, place);
    if (value === CALL) return;
    this.place(scalarNode(value, start, cursor.pos));
  }

  /** `"a" + "b"` is one string. */
  private joinStrings(first: string, start: number, place: Place): string {
    const { cursor } = this;
    if (cursor.trusted || cursor.cut) return first;
    const mark = cursor.drafts.length;
    const parts = [first];
    for (;;) {
      const end = cursor.pos;
      const plus = nextSolid(cursor.text, end, cursor.end);
      if (cursor.text.charCodeAt(plus) !== PLUS) break;
      const next = nextSolid(cursor.text, plus + 1, cursor.end);
      if (!opensQuote(cursor.text.charCodeAt(next))) break;
      cursor.pos = next;
      parts.push(scanString(cursor, place));
    }
    if (parts.length === 1) return first;
    const joined = parts.join("");
    const inner = cursor.drafts.splice(mark);
    note(cursor, "strings_joined", start, cursor.pos, JSON.stringify(joined));
    for (const draft of inner) cursor.drafts.push(draft);
    return joined;
  }

  private top(): SourceNode | undefined {
    return this.cursor.stack[this.cursor.stack.length - 1];
  }

  private open(node: SourceNode): void {
    this.hang(node);
    this.cursor.stack.push(node);
    this.marks.push(this.cursor.drafts.length);
    if (node.type === "array") this.openLists++;
    this.comma = -1;
    this.valueEnd = this.cursor.pos;
    this.expected = node.type === "object" ? "key" : "item";
  }

  private place(node: SourceNode): void {
    this.hang(node);
    this.comma = -1;
    this.valueEnd = this.cursor.pos;
    this.expected = this.cursor.stack.length === 0 && this.cursor.calls === 0 ? "done" : "after";
  }

  /** @param alone not even a colon stood behind the key. */
  private placeMissing(alone = false): void {
    const node = scalarNode(null, this.cursor.pos, this.cursor.pos);
    node.missing = true;
    if (alone) this.alone.add(node);
    this.place(node);
  }

  private hang(node: SourceNode): void {
    const parent = this.top();
    if (parent === undefined) {
      this.root ??= node;
    } else if (parent.type === "object") {
      node.parent = parent;
      node.segment = this.key;
      parent.members.push({ key: this.key, keyStart: this.keyStart, keyEnd: this.keyEnd, node });
    } else {
      node.parent = parent;
      node.segment = parent.items.length;
      parent.items.push(node);
    }
  }

  private expectNext(): void {
    const top = this.top();
    if (top === undefined) this.expected = "done";
    else this.expected = top.type === "object" ? "key" : "item";
  }

  private close(code: number): void {
    const { cursor } = this;
    const type = code === CLOSE_BRACE ? "object" : "array";
    if (this.top()?.type !== type) {
      const lists = this.openLists - (this.asList ? 1 : 0);
      const opened = type === "array" ? lists : cursor.stack.length - this.openLists;
      if (opened > 0) {
        this.dropPendingComma();
        while (this.top()?.type !== type) {
          note(cursor, "bracket_added", cursor.pos, cursor.pos, this.top()?.type === "object" ? "}" : "]");
          this.pop(cursor.pos);
        }
      } else if (cursor.stack.length === 1 && !this.asList && this.onlyClosersFollow()) {
        this.dropPendingComma();
        note(cursor, "bracket_replaced", cursor.pos, cursor.pos + 1, type === "object" ? "]" : "}");
      } else {
        note(cursor, "bracket_removed", cursor.pos, cursor.pos + 1, "");
        cursor.pos++;
        return;
      }
    } else if (this.closesTooEarly()) {
      note(cursor, "early_close_ignored", cursor.pos, cursor.pos + 1, "");
      cursor.pos++;
      this.expected = this.comma !== -1 || this.top()?.members.length === 0 ? "key" : "after";
      return;
    }
    this.dropPendingComma();
    cursor.pos++;
    const closed = this.top();
    const mark = this.marks[this.marks.length - 1] ?? 0;
    this.pop(cursor.pos);
    if (closed?.type === "object" && !cursor.trusted) this.becomeList(closed, cursor.pos, mark);
  }

  private pop(end: number): void {
    const node = this.cursor.stack.pop();
    this.marks.pop();
    if (node === undefined) return;
    node.end = end;
    if (node.type === "array") this.openLists--;
    this.lastClosed = node;
    this.valueEnd = end;
    this.comma = -1;
    this.expected = this.cursor.stack.length === 0 && this.cursor.calls === 0 ? "done" : "after";
  }

  /** The root object is closed, yet `, "key":` follows: the closer was one too many. */
  private closesTooEarly(): boolean {
    const { text, pos, end, stack, trusted } = this.cursor;
    if (trusted || stack.length !== 1 || this.top()?.type !== "object") return false;
    const comma = nextSolid(text, pos + 1, end);
    if (text.charCodeAt(comma) !== COMMA) return false;
    const next = nextSolid(text, comma + 1, end);
    return opensQuote(text.charCodeAt(next)) && isQuotedKey(text, next, end);
  }

  private onlyClosersFollow(): boolean {
    const { text, pos, end } = this.cursor;
    const next = nextSolid(text, pos + 1, end);
    return next >= end || "]},;`".includes(text[next] ?? "");
  }

  private dropPendingComma(): void {
    if (this.comma !== -1) note(this.cursor, "comma_removed", this.comma, this.comma + 1, "");
    this.comma = -1;
  }

  private dropComma(kind: "comma_removed" | "slot_removed"): void {
    note(this.cursor, kind, this.cursor.pos, this.cursor.pos + 1, "");
    this.cursor.pos++;
  }

  private dropStray(): void {
    note(this.cursor, "stray_text_ignored", this.cursor.pos, this.cursor.pos + 1, "");
    this.cursor.pos++;
  }

  private dropEllipsis(): void {
    const { cursor } = this;
    const start = cursor.pos;
    while (cursor.pos < cursor.end && cursor.text.charCodeAt(cursor.pos) === DOT) cursor.pos++;
    note(cursor, "ellipsis_removed", start, cursor.pos, "");
    const next = nextSolid(cursor.text, cursor.pos, cursor.end);
    if (this.expected !== "after" && cursor.text.charCodeAt(next) === COMMA) {
      note(cursor, "comma_removed", next, next + 1, "");
      cursor.pos = next + 1;
    }
  }

  /** A word after a member's value that begins no new member is passed over. */
  private dropStrayWord(code: number): boolean {
    const { cursor } = this;
    if (beginsString(cursor.text, cursor.pos) || code === OPEN_BRACE || code === OPEN_BRACKET) return false;
    const mark = cursor.drafts.length;
    const start = cursor.pos;
    if (scanBareKey(cursor) === undefined) return true;
    cursor.drafts.length = mark;
    cursor.pos = start;
    return false;
  }

  /** The text is over: complete, closed by its fence or its indentation, or cut. */
  private finishAtEnd(): Scanned {
    const { cursor } = this;
    if (this.asList && cursor.stack.length === 1) {
      this.dropPendingComma();
      note(cursor, "list_brackets_added", cursor.end, cursor.end, "]");
      this.pop(cursor.end);
      return this.finish("complete");
    }
    if (cursor.stack.length === 0)
      return this.finish(this.root === null || cursor.calls > 0 ? "cut" : "complete");
    if (cursor.fenceClosed) return this.closeAll();
    if (this.closedByIndentation()) return this.finish("complete");
    return this.finish("cut", this.endsWithWholeValue());
  }

  /** A fence closed the text, so nothing more was to come: what is open is closed, as a guess. */
  private closeAll(): Scanned {
    const { cursor } = this;
    if (this.expected === "colon" || this.expected === "value") {
      const at = this.expected === "colon" ? this.keyEnd : cursor.pos;
      note(cursor, "value_missing", at, at, this.expected === "colon" ? ":null" : "null");
      this.placeMissing();
    }
    this.dropPendingComma();
    while (cursor.stack.length > 0) {
      note(cursor, "bracket_guessed", cursor.pos, cursor.pos, this.top()?.type === "object" ? "}" : "]");
      this.pop(cursor.pos);
    }
    return this.finish("complete");
  }

  /**
   * The last closer stands at the root's indentation, further out than the line that opened what it was taken to
   * close: it was the root's, and the closers missing are the inner ones.
   */
  private closedByIndentation(): boolean {
    const { cursor, lastClosed, root } = this;
    if (lastClosed === null || root === null || this.expected !== "after" || this.valueEnd !== lastClosed.end)
      return false;
    const closer = lastClosed.end - 1;
    const indent = indentOf(cursor.text, closer);
    if (indent === -1 || indent !== lineIndentOf(cursor.text, root.start)) return false;
    if (lineIndentOf(cursor.text, lastClosed.start) <= indent) return false;
    const inner =
      (lastClosed.type === "object" ? "}" : "]") +
      cursor.stack
        .slice(1)
        .reverse()
        .map((open) => (open.type === "object" ? "}" : "]"))
        .join("");
    note(cursor, "bracket_guessed", closer, closer, inner);
    if (lastClosed.type !== root.type)
      note(cursor, "bracket_replaced", closer, closer + 1, root.type === "object" ? "}" : "]");
    lastClosed.end = closer;
    while (cursor.stack.length > 0) this.pop(cursor.stack.length === 1 ? closer + 1 : closer);
    return true;
  }

  /** Whether the last thing in the text is a closed string or container: no token is cut. */
  private endsWithWholeValue(): boolean {
    const { text, end } = this.cursor;
    const last = text.charCodeAt(this.valueEnd - 1);
    const closed = last === CLOSE_BRACE || last === CLOSE_BRACKET || opensQuote(last);
    return closed && this.expected === "after" && nextSolid(text, this.valueEnd, end) >= end;
  }

  private finish(outcome: Scanned["outcome"], whole = false): Scanned {
    const { stack, drafts, pos } = this.cursor;
    return { node: this.root, end: pos, outcome, drafts, open: whole ? [...stack] : null };
  }
}
