import { readScalar, withinLimits } from "./read-scalar.ts";
import type { Shape } from "./shape.ts";
import type { Member, SourceNode } from "./source-node.ts";

/** The property of an object shape that names it, so that a bare text can stand for the object; undefined when none. */
export function namingProperty(shape: Shape): string | undefined {
  if (shape.property("name")?.admits("string")) return "name";
  const texts = [...shape.required].filter((property) => shape.property(property)?.admits("string"));
  return texts.length === 1 && shape.required.size === 1 ? texts[0] : undefined;
}

/** The shape of the only property that an object can have, when it must have it. */
export function soleProperty(shape: Shape): Shape | undefined {
  const [name] = shape.propertyNames;
  return name !== undefined && shape.propertyNames.length === 1 && shape.required.has(name)
    ? shape.property(name)
    : undefined;
}

/** Whether a value could be made to stand in a shape, judged at its top. Bounded work. */
export function couldStand(node: SourceNode, shape: Shape, key: string, source: string, depth = 4): boolean {
  if (shape.anything) return true;
  const branches = depth === 0 ? null : shape.branches();
  if (branches !== null) return branches.some((branch) => couldStand(node, branch, key, source, depth - 1));
  if (node.type === "object") {
    if (shape.admits("object")) return true;
    if (shape.admits("array"))
      return knowsAKey(node, shape.items(0)) || wrappedList(node, shape.items(0)) !== undefined;
    return shape.admits("string") && node.members.length === 1;
  }
  if (node.type === "array") {
    const [only] = node.items;
    if (shape.admits("array")) return true;
    return (
      only !== undefined &&
      node.items.length === 1 &&
      depth > 0 &&
      couldStand(only, shape, key, source, depth - 1)
    );
  }
  return scalarCouldStand(node, shape, key, source, depth);
}

function scalarCouldStand(
  node: SourceNode,
  shape: Shape,
  key: string,
  source: string,
  depth: number,
): boolean {
  const reading = readScalar(node, shape, key, source);
  if (reading === "fits") return withinLimits(node.value, shape);
  if (reading !== undefined) return withinLimits(reading.value, shape);
  if (node.value === null) return true;
  if (typeof node.value !== "string") return false;
  if (looksLikeJson(node.value)) return true;
  if (shape.admits("array") && depth > 0) return couldStand(node, shape.items(0), key, source, depth - 1);
  return shape.admits("object") && namingProperty(shape) !== undefined;
}

/** Whether an object has a member that the shape, or one of its branches, knows. */
export function knowsAKey(node: SourceNode, shape: Shape): boolean {
  if (shape.anything || !shape.admits("object")) return false;
  const shapes = shape.branches() ?? [shape];
  return shapes.some(
    (one) =>
      one.propertyNames.length === 0 || node.members.some((member) => propertyFor(member, one) !== undefined),
  );
}

/** The property that a member stands for, by its name or another name for it. */
export function propertyFor(member: Member, shape: Shape): string | undefined {
  return shape.has(member.key) ? member.key : shape.alias(member.key);
}

/** Whether a text is, at a glance, JSON rather than words: a bracket first, in a Markdown fence or a JSON string perhaps. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:```[\w-]*\s*|"\\*"?)?[{[]/.test(text);
}

/** The one list in an object that is little more than a wrapper of it: `{"items": […]}` where a list is due. */
export function wrappedList(node: SourceNode, item: Shape): Member | undefined {
  const lists = node.members.filter((member) => member.node.type === "array");
  return lists.length === 1 && node.members.length <= 3 && !knowsAKey(node, item) ? lists[0] : undefined;
}
