import { type Draft, draftOf } from "./drafts.ts";
import type { JournalKind } from "./journal.ts";
import type { Member, SourceNode } from "./source-node.ts";

/** What fitting has noted so far, in the outermost text's places. */
export class FitDrafts {
  readonly drafts: Draft[] = [];
  private readonly text: string;

  /** @param text the outermost text. */
  constructor(text: string) {
    this.text = text;
  }

  add(drafts: readonly Draft[]): void {
    for (const draft of drafts) this.drafts.push(draft);
  }

  /** The value itself counts as `after`, a JSON text. */
  value(kind: JournalKind, node: SourceNode, after: string): void {
    this.note(kind, node.start, node.end, after, node);
  }

  /** Something was put before the value, nothing in it changed. */
  before(kind: JournalKind, node: SourceNode, after: string): void {
    this.note(kind, node.start, node.start, after, node);
  }

  /** The member's key counts as `after`. */
  key(kind: JournalKind, member: Member, after: string): void {
    this.note(kind, member.keyStart, member.keyEnd, after, member.node);
  }

  /** The member, key and value, is not in the result; `after` is what counts in its place. */
  member(kind: JournalKind, member: Member, after = ""): void {
    this.note(kind, member.keyStart, Math.max(member.node.end, member.keyEnd), after, member.node);
  }

  private note(kind: JournalKind, start: number, end: number, after: string, node: SourceNode): void {
    this.drafts.push(draftOf(kind, start, this.text.slice(start, end), after, node));
  }
}
