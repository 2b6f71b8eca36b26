import { nestFor } from "./flat-lists.ts";
import type { JsonValue } from "./json.ts";
import type { Shape, TypeName } from "./shape.ts";

/**
 * Whether fitting would leave a parsed value as it is. It may say no to a value that fits, never yes to one that
 * fitting would change. Iterative.
 */
export function fitsAsItStands(root: JsonValue, rootShape: Shape): boolean {
  const values: JsonValue[] = [root];
  const shapes: Shape[] = [rootShape];
  while (values.length > 0) {
    const value = values.pop() as JsonValue;
    const shape = shapes.pop() as Shape;
    if (shape.anything) continue;
    if (shape.branches() !== null) {
      if (!fitsABranch(value, shape)) return false;
      continue;
    }
    if (!hasType(value, shape)) return false;
    if (shape.constants !== null && !shape.constants.includes(value)) return false;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        values.push(value[index] as JsonValue);
        shapes.push(shape.items(index));
      }
    } else if (typeof value === "object" && value !== null && !pushMembers(value, shape, values, shapes)) {
      return false;
    }
  }
  return true;
}

/** Scalars, and objects or lists of which nothing is said, can be judged at once; the rest is left to fitting. */
function fitsABranch(value: JsonValue, shape: Shape): boolean {
  for (const branch of shape.branches() ?? []) {
    if (branch.anything) return true;
    if (branch.branches() !== null || branch.constants !== null || !hasType(value, branch)) continue;
    if (typeof value !== "object" || value === null) return true;
    if (
      branch.propertyNames.length === 0 &&
      !Array.isArray(value) &&
      branch.additional("").valueOf() !== false
    ) {
      const additional = branch.additional("");
      if (additional !== false && additional.anything) return true;
    }
  }
  return false;
}

function hasType(value: JsonValue, shape: Shape): boolean {
  const { types } = shape;
  if (types === null) return true;
  if (typeof value === "string") return types.has("string");
  if (typeof value === "number")
    return types.has("number") || (types.has("integer") && Number.isInteger(value));
  if (value === null) return types.has("null");
  const name: TypeName = Array.isArray(value) ? "array" : (typeof value as TypeName);
  return types.has(name);
}

function pushMembers(
  value: { [key: string]: JsonValue },
  shape: Shape,
  values: JsonValue[],
  shapes: Shape[],
): boolean {
  let required = 0;
  for (const key of Object.keys(value)) {
    const child = shape.property(key);
    if (child !== undefined) {
      if (shape.required.has(key)) required++;
      values.push(value[key] as JsonValue);
      shapes.push(child);
      continue;
    }
    const additional = shape.additional(key);
    if (additional === false || isKnownElsewhere(key, shape)) return false;
    values.push(value[key] as JsonValue);
    shapes.push(additional);
  }
  return required === shape.required.size || Object.keys(value).every((key) => shape.has(key));
}

/** Whether fitting might rename, move or attach a member of this key. */
function isKnownElsewhere(key: string, shape: Shape): boolean {
  if (shape.propertyNames.length === 0) return false;
  if (shape.alias(key) !== undefined || nestFor(key, shape) !== undefined) return true;
  return shape.propertyNames.some((property) => {
    const child = shape.property(property);
    return (
      child !== undefined &&
      !child.anything &&
      child.admits("object") &&
      (child.has(key) || child.alias(key) !== undefined)
    );
  });
}

/**
 * Whether JSON.parse gave all that the text holds: no member lost to a later one of the same key, no number beyond
 * what a double can hold. Counts the colons: each is a member's, or stands in a string.
 */
export function isFaithful(text: string, root: JsonValue): boolean {
  let colons = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) colons++;
  const waiting: JsonValue[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop() as JsonValue;
    if (typeof value === "string") colons -= colonsIn(value);
    else if (typeof value === "number") {
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
    } else if (Array.isArray(value)) {
      for (const item of value) waiting.push(item);
    } else if (typeof value === "object" && value !== null) {
      for (const key of Object.keys(value)) {
        colons -= 1 + colonsIn(key);
        waiting.push(value[key] as JsonValue);
      }
    }
  }
  return colons === 0;
}

function colonsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) count++;
  return count;
}
