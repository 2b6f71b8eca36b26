import { plainName } from "./names.ts";
import { readNumber } from "./number-in-text.ts";
import type { Shape } from "./shape.ts";
import type { SourceNode } from "./source-node.ts";

/** Members and items beyond these say nothing new about which shape fits. */
const LOOKED_AT = 40;

/** The shape itself, or that of its `anyOf`/`oneOf` branches which the value fits best (the first of equals). */
export function branchFor(node: SourceNode, shape: Shape): Shape {
  let at = shape;
  for (let level = 0; level < 8; level++) {
    const branches = at.branches();
    if (branches === null) return at;
    let best = -1;
    let chosen: Shape | undefined;
    for (const branch of branches) {
      const score = likeness(node, branch, 3);
      if (score > best) {
        best = score;
        chosen = branch;
      }
    }
    if (chosen === undefined) return at;
    at = chosen;
  }
  return at;
}

/** How well a value fits a shape, 0 (not at all) to 1, looking a few levels deep. Bounded work. */
function likeness(node: SourceNode, shape: Shape, depth: number): number {
  if (shape.anything || depth <= -1) return 0.5;
  const branches = shape.branches();
  if (branches !== null)
    return Math.max(0, ...branches.map((branch) => likeness(node, branch, depth - 0.125)));
  if (node.type === "scalar") return scalarLikeness(node, shape);
  if (node.type === "array") {
    if (!shape.admits("array")) return shape.admits("object") && node.items.length === 1 ? 0.1 : 0.02;
    const first = node.items[0];
    return first === undefined || depth < 1 ? 0.9 : 0.3 + 0.7 * likeness(first, shape.items(0), depth - 1);
  }
  if (!shape.admits("object")) {
    return shape.admits("array") && depth >= 1 ? 0.5 * likeness(node, shape.items(0), depth - 1) : 0.02;
  }
  return objectLikeness(node, shape, depth);
}

function objectLikeness(node: SourceNode, shape: Shape, depth: number): number {
  if (shape.propertyNames.length === 0) return 0.6;
  let met = 0;
  const found = new Set<string>();
  for (const member of node.members.slice(0, LOOKED_AT)) {
    const property = shape.has(member.key) ? member.key : shape.alias(member.key);
    const child = property === undefined ? undefined : shape.property(property);
    if (property === undefined || child === undefined || found.has(property)) continue;
    found.add(property);
    const fits = depth < 1 ? 1 : likeness(member.node, child, depth - 1);
    if (fits === 0 && child.constants !== null) return 0.01;
    met += 0.5 + 0.5 * fits;
  }
  const missing = [...shape.required].filter((property) => !found.has(property)).length;
  return Math.max(0.01, met / Math.max(1, node.members.length, found.size + missing));
}

function scalarLikeness(node: SourceNode, shape: Shape): number {
  const { value } = node;
  if (shape.constants !== null) {
    if (shape.constants.includes(value)) return 1;
    return typeof value === "string" && shape.constantNames().has(plainName(value)) ? 0.9 : 0;
  }
  if (value === null) return shape.admits("null") ? 1 : 0;
  if (typeof value === "string") {
    if (shape.admits("string")) return 1;
    const number = shape.admits("number") || shape.admits("integer");
    if (number && readNumber(value, shape, "") !== undefined) return 0.6;
    if (shape.admits("boolean") && /^(true|false|yes|no|s[ií])$/i.test(value.trim())) return 0.6;
    if (shape.admits("array") || shape.admits("object")) return /^\s*[{[]/.test(value) ? 0.5 : 0.2;
    return 0.05;
  }
  if (typeof value === "boolean") return shape.admits("boolean") ? 1 : shape.admits("string") ? 0.3 : 0.02;
  if (shape.admits(Number.isInteger(value) ? "integer" : "number")) return 1;
  return shape.admits("string") ? 0.4 : 0.05;
}
