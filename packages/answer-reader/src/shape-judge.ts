import type { Shape } from "./shape.ts";

/**
 * The shape that says alone what a container may hold: the shape itself, or its one branch that admits the type and
 * says nothing of it. Undefined when there is none, or several.
 */
export function judgeOf(shape: Shape, type: "object" | "array"): Shape | undefined {
  if (shape.anything) return shape;
  const branches = shape.branches();
  if (branches === null) return shape.types === null || shape.types.has(type) ? shape : undefined;
  const admitting = branches.filter((branch) => branch.admits(type));
  const [only] = admitting;
  if (only === undefined || admitting.length > 1 || only.branches() !== null) return undefined;
  return only.anything || only.propertyNames.length === 0 ? only : undefined;
}
