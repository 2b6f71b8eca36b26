import type { FitState, Work } from "./fit-state.ts";
import type { JsonValue } from "./json.ts";
import { keep } from "./keep.ts";
import { knowsAKey, propertyFor } from "./likeable.ts";
import type { Shape } from "./shape.ts";
import { hangIn, type SourceNode } from "./source-node.ts";

/** Fits a list where one is due. */
export function fitList(state: FitState, work: Work, shape: Shape): void {
  const out: JsonValue[] = [];
  state.place(work, out);
  openInnerLists(state, work.node, shape);
  const { items } = work.node;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item !== undefined)
      state.waiting.push({ node: item, shape: shape.items(index), target: out, key: work.key });
  }
}

/** Puts the items of lists within a list of objects into their places, where they know what such an object has. */
function openInnerLists(state: FitState, list: SourceNode, shape: Shape): void {
  const opens = (item: SourceNode, index: number) => {
    const due = shape.items(index);
    return item.type === "array" && item.items.length > 1 && !due.admits("array") && isListOf(item, due);
  };
  if (!list.items.some(opens)) return;
  list.items = list.items.flatMap((item, index) => {
    if (!opens(item, index)) return item;
    state.notes.before("list_opened", item, "");
    return item.items;
  });
  for (const [index, item] of list.items.entries()) hangIn(list, index, item);
}

function isListOf(list: SourceNode, shape: Shape): boolean {
  return list.items.every((item) => item.type === "object" && knowsAKey(item, shape));
}

/** Fits a list where none is due: its only item, or the value of the object's one list that its items fit. */
export function fitListElsewhere(state: FitState, work: Work, shape: Shape): void {
  const { node } = work;
  const [only] = node.items;
  if (only !== undefined && node.items.length === 1 && state.couldStand(only, shape)) {
    state.notes.before("list_opened", node, "");
    state.stepInto(work, only, shape);
    return;
  }
  const home = homeOfItems(only, shape);
  if (home === undefined) {
    keep(state, work);
    return;
  }
  state.notes.before("object_made", node, `{${JSON.stringify(home)}:`);
  const out: { [key: string]: JsonValue } = {};
  state.place(work, out);
  const child = shape.property(home);
  if (child !== undefined) state.waiting.push({ node, shape: child, target: out, key: home });
}

/** The one property whose list asks for something of its items that the first item has; undefined when several do. */
function homeOfItems(first: SourceNode | undefined, shape: Shape): string | undefined {
  const homes = shape.propertyNames.filter((property) => {
    const child = shape.property(property);
    if (first?.type !== "object" || child === undefined || child.anything) return false;
    if (!child.admits("array")) return false;
    const item = child.items(0);
    return item.required.size > 0 && hasRequired(first, item);
  });
  return homes.length === 1 ? homes[0] : undefined;
}

function hasRequired(node: SourceNode, shape: Shape): boolean {
  return [...shape.required].every((property) =>
    node.members.some((member) => propertyFor(member, shape) === property),
  );
}
