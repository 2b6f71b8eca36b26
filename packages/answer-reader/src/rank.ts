import { branchFor } from "./branch.ts";
import type { EmbeddedReader } from "./embedded.ts";
import { knowsAKey, looksLikeJson, soleProperty, wrappedList } from "./likeable.ts";
import { readScalar } from "./read-scalar.ts";
import type { Shape } from "./shape.ts";
import type { SourceNode } from "./source-node.ts";
import { standingOf, wrapperIn } from "./unwrap.ts";

/**
 * How far a value is what the schema asks for: 3 it has all that is required at the top, 2 it has something of it,
 * 1 it could be made to fit, 0 it is another document. Looks at the top levels only.
 */
export function rankOf(node: SourceNode, shape: Shape, embedded: EmbeddedReader, depth = 8): number {
  const chosen = branchFor(node, shape);
  if (chosen.anything || depth === 0) return 2;
  if (node.type === "object") return rankObject(node, chosen, embedded);
  if (node.type === "array") return rankList(node, chosen, embedded, depth);
  if (
    typeof node.value === "string" &&
    looksLikeJson(node.value) &&
    (chosen.admits("object") || chosen.admits("array"))
  ) {
    const inner = embedded.read(node)?.node;
    return inner ? rankOf(inner, shape, embedded, depth - 1) : 0;
  }
  if (couldBeItem(node, chosen)) return 1;
  return chosen.admits("object") || chosen.admits("array") ? 0 : 2;
}

/** A scalar where a list of scalars, or an object with nothing but one scalar, is due. */
function couldBeItem(node: SourceNode, shape: Shape): boolean {
  const item = shape.admits("array") ? shape.items(0) : soleProperty(shape);
  if (item === undefined || item.anything || item.admits("object") || item.admits("array")) return false;
  const reading = readScalar(node, item, "", String(node.value));
  return reading !== undefined && (typeof node.value !== "string" || reading !== "fits");
}

function rankObject(node: SourceNode, shape: Shape, embedded: EmbeddedReader): number {
  if (!shape.admits("object")) {
    if (!shape.admits("array")) return 0;
    const item = shape.items(0);
    return knowsAKey(node, item) || wrappedList(node, item) !== undefined ? 1 : 0;
  }
  if (shape.propertyNames.length === 0) return 2;
  let at = node;
  for (let level = 0; level < 8; level++) {
    const wrapper = wrapperIn(at, shape, embedded);
    if (wrapper === undefined) break;
    at = wrapper.inner;
  }
  const standing = standingOf(at, shape);
  if (standing.known === 0) return shape.required.size === 0 ? 1 : 0;
  return standing.required === shape.required.size ? 3 : 2;
}

function rankList(node: SourceNode, shape: Shape, embedded: EmbeddedReader, depth: number): number {
  const [first] = node.items;
  if (shape.admits("array")) {
    const item = shape.items(0);
    if (first === undefined || item.anything) return 2;
    return Math.max(1, rankOf(first, item, embedded, depth - 1));
  }
  if (!shape.admits("object") || first?.type !== "object")
    return node.items.length === 1 && !shape.admits("object") ? 1 : 0;
  if (node.items.length === 1 && knowsAKey(first, shape)) return 1;
  return shape.propertyNames.some((property) => {
    const child = shape.property(property);
    return (
      child !== undefined &&
      !child.anything &&
      child.admits("array") &&
      knowsAKey(first, child.items(0)) &&
      child.items(0).required.size > 0
    );
  })
    ? 1
    : 0;
}
