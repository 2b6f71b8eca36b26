import { draftOf, endOf } from "./drafts.ts";
import type { Scanned } from "./scan.ts";
import type { SourceNode } from "./source-node.ts";

/** Gives what was read from an unescaped text the places that it has in `text`, the outermost one. Linear, iterative. */
export function moveToOrigin(text: string, scanned: Scanned, origin: Int32Array, level: number): Scanned {
  const place = (offset: number) => origin[offset] ?? origin[origin.length - 1] ?? 0;
  const waiting: SourceNode[] = scanned.node === null ? [] : [scanned.node];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node.level = level;
    node.start = place(node.start);
    node.end = place(node.end);
    for (const member of node.members) {
      member.keyStart = place(member.keyStart);
      member.keyEnd = place(member.keyEnd);
      waiting.push(member.node);
    }
    for (const item of node.items) waiting.push(item);
  }
  const drafts = scanned.drafts.map((draft) => {
    const start = place(draft.at.offset);
    return draftOf(draft.kind, start, text.slice(start, place(endOf(draft))), draft.after, draft.path);
  });
  return { ...scanned, end: place(scanned.end), drafts };
}
