import type { Draft } from "./drafts.ts";
import type { JournalKind } from "./journal.ts";
import type { Member, SourceNode } from "./source-node.ts";

/** What fitting has noted so far, in the outermost text's places. */
export class FitDrafts {
  readonly drafts: Draft[] = [];

  add(drafts: readonly Draft[]): void {
    for (const draft of drafts) this.drafts.push(draft);
  }

  /** The value itself counts as `after`, a JSON text. */
  value(kind: JournalKind, node: SourceNode, after: string): void {
    this.drafts.push({ kind, start: node.start, end: node.end, after, node });
  }

  /** Something was put before the value, nothing in it changed. */
  before(kind: JournalKind, node: SourceNode, after: string): void {
    this.drafts.push({ kind, start: node.start, end: node.start, after, node });
  }

  /** The member's key counts as `after`. */
  key(kind: JournalKind, member: Member, after: string): void {
    this.drafts.push({ kind, start: member.keyStart, end: member.keyEnd, after, node: member.node });
  }

  /** The member, key and value, is not in the result; `after` is what counts in its place. */
  member(kind: JournalKind, member: Member, after = ""): void {
    this.drafts.push({
      kind,
      start: member.keyStart,
      end: Math.max(member.node.end, member.keyEnd),
      after,
      node: member.node,
    });
  }
}
