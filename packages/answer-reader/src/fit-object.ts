import type { FitState, Work } from "./fit-state.ts";
import { type JsonValue, setOwn } from "./json.ts";
import { keep } from "./keep.ts";
import { knowsAKey, wrappedList } from "./likeable.ts";
import { MemberPlan } from "./members.ts";
import { plainName } from "./names.ts";
import type { Shape } from "./shape.ts";
import type { Member, SourceNode } from "./source-node.ts";
import { takeOff, wrapperIn } from "./unwrap.ts";

/** Wrappers in wrappers are taken off so far. */
const MOST_WRAPPERS = 8;

/** Fits an object where one is due: without its wrappers, each member where it belongs. */
export function fitObject(state: FitState, work: Work, shape: Shape): void {
  if (fitPlainObject(state, work, shape)) return;
  const node = unwrapped(state, work.node, shape);
  const out: { [key: string]: JsonValue } = {};
  state.place(work, out);
  const placed = new MemberPlan(node, shape, state.text, state.notes).run();
  for (const one of placed) if (one.node.missing && shape.required.has(one.key)) state.vanished ??= one.node;
  const last = new Map(placed.map((one) => [one.key, one]));
  for (const one of placed) setOwn(out, one.key, null);
  for (let index = placed.length - 1; index >= 0; index--) {
    const one = placed[index];
    if (one === undefined) continue;
    if (last.get(one.key) === one) state.put(one.node, one.shape, out, one.key);
    else state.notes.member("duplicate_key", one.member);
  }
}

/** An object all of whose keys are properties, each once, with values that need no deciding here. */
function fitPlainObject(state: FitState, work: Work, shape: Shape): boolean {
  const { members } = work.node;
  const out: { [key: string]: JsonValue } = {};
  for (const member of members) {
    const { key, node } = member;
    const child = shape.property(key);
    if (child === undefined || key in out) return false;
    if (node.type === "scalar" ? node.value === null : !(node.type === "array" && child.admits("array")))
      return false;
    setOwn(out, key, null);
  }
  state.place(work, out);
  for (let index = members.length - 1; index >= 0; index--) {
    const member = members[index];
    const child = member === undefined ? undefined : shape.property(member.key);
    if (member !== undefined && child !== undefined) state.put(member.node, child, out, member.key);
  }
  return true;
}

/** What an object holds that only wraps the one which is due; else the object itself. */
function unwrapped(state: FitState, object: SourceNode, shape: Shape): SourceNode {
  let node = object;
  for (let level = 0; level < MOST_WRAPPERS; level++) {
    const wrapper = shape.propertyNames.length === 0 ? undefined : wrapperIn(node, shape, state.embedded);
    if (wrapper === undefined) break;
    state.noteCut(wrapper.member.node);
    node = takeOff(node, wrapper, state.embedded, state.notes);
  }
  return node;
}

/** Fits an object where none is due: one item of a list, the list that it wraps, or the text that it names. */
export function fitObjectElsewhere(state: FitState, work: Work, shape: Shape): void {
  if (shape.admits("array") && fitToList(state, work, shape)) return;
  const name = shape.admits("string") ? nameIn(work.node) : undefined;
  if (name === undefined || typeof name.node.value !== "string" || shape.constants !== null) {
    keep(state, work);
    return;
  }
  state.notes.key("object_opened", name, "");
  leaveOthers(state, work.node, name);
  state.stepInto(work, name.node, shape);
}

/** Makes a list of an object; false when it neither wraps one nor looks like an item. */
function fitToList(state: FitState, work: Work, shape: Shape): boolean {
  const { node } = work;
  const item = shape.items(0);
  const list = wrappedList(node, item);
  if (list !== undefined) {
    state.notes.key("wrapper_removed", list, "");
    leaveOthers(state, node, list);
    state.stepInto(work, list.node, shape);
    return true;
  }
  if (!(item.anything || knowsAKey(node, item)) || !state.mayMakeList(work)) return false;
  state.makeList(work, item);
  return true;
}

/** The member that names an object, so that its text can stand for it; else the first. */
function nameIn(node: SourceNode): Member | undefined {
  const names = (key: string) => plainName(key) === "name" || plainName(key) === "nombre";
  return node.members.find((member) => names(member.key)) ?? node.members[0];
}

function leaveOthers(state: FitState, node: SourceNode, taken: Member): void {
  for (const other of node.members) if (other !== taken) state.notes.member("extra_kept_aside", other);
}
