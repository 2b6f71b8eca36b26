import type { FitState, Work } from "./fit-state.ts";
import type { JsonValue } from "./json.ts";
import type { Shape } from "./shape.ts";
import type { Member } from "./source-node.ts";

/** Places the value as it stands, whatever the schema wants: judging it is not the reader's work. */
export function keep(state: FitState, work: Work): void {
  const { node } = work;
  if (node.type === "scalar") {
    state.place(work, node.value);
    return;
  }
  const anything = work.shape.book.shapeOf(true);
  if (node.type === "array") keepList(state, work, anything);
  else keepObject(state, work, anything);
}

function keepList(state: FitState, work: Work, anything: Shape): void {
  const out: JsonValue[] = [];
  state.place(work, out);
  const { items } = work.node;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item !== undefined) state.waiting.push({ node: item, shape: anything, target: out, key: "" });
  }
}

function keepObject(state: FitState, work: Work, anything: Shape): void {
  const out: { [key: string]: JsonValue } = {};
  state.place(work, out);
  const { members } = work.node;
  const last = lastOfEach(members);
  for (let index = last.length - 1; index >= 0; index--) {
    const member = last[index];
    if (member !== undefined)
      state.waiting.push({ node: member.node, shape: anything, target: out, key: member.key });
  }
  if (last.length < members.length) noteDuplicates(state, members, new Set(last));
}

/** Of members with the same key the last, in the place of the first: what JSON.parse makes of them. */
function lastOfEach(members: readonly Member[]): Member[] {
  const last = new Map<string, Member>();
  for (const member of members) last.set(member.key, member);
  return last.size === members.length ? [...members] : [...last.values()];
}

function noteDuplicates(state: FitState, members: readonly Member[], kept: ReadonlySet<Member>): void {
  for (const member of members) if (!kept.has(member)) state.notes.member("duplicate_key", member);
}
