import type { FitState, Work } from "./fit-state.ts";
import { looksLikeJson, namingProperty, soleProperty } from "./likeable.ts";
import { readScalar } from "./read-scalar.ts";
import type { Shape } from "./shape.ts";
import type { SourceNode } from "./source-node.ts";

/**
 * Fits a scalar: as it is, as what it says, as the JSON in it, or as the one item or property of what is due. What can
 * be none of these stays as it is.
 */
export function fitScalar(state: FitState, work: Work, shape: Shape): void {
  const { node } = work;
  const source = state.text.slice(node.start, node.end);
  const reading = readScalar(node, shape, work.key, source);
  if (reading === "fits") {
    state.place(work, node.value);
  } else if (reading !== undefined) {
    state.notes.value(reading.kind, node, JSON.stringify(reading.value));
    state.place(work, reading.value);
  } else if (
    !openText(state, work, shape) &&
    !makeList(state, work, shape) &&
    !makeObject(state, work, shape, source)
  ) {
    state.place(work, node.value);
  }
}

/** Fits the JSON that a text holds where an object or a list is due; false when it holds none. */
function openText(state: FitState, work: Work, shape: Shape): boolean {
  const { node } = work;
  if (typeof node.value !== "string" || !(shape.admits("object") || shape.admits("array"))) return false;
  if (!looksLikeJson(node.value)) return false;
  const scanned = state.embedded.read(node);
  if (!scanned?.node) return false;
  state.noteCut(node);
  state.notes.add(scanned.drafts);
  state.stepInto(work, scanned.node, work.shape);
  return true;
}

/** Makes the scalar the item of a list; false when none is due, or not of such items. */
function makeList(state: FitState, work: Work, shape: Shape): boolean {
  const { node } = work;
  if (node.value === null || !shape.admits("array") || shape.constants !== null) return false;
  if (!state.mayMakeList(work) || !state.couldStand(node, shape.items(0))) return false;
  state.makeList(work, shape.items(0));
  return true;
}

/** Makes the scalar the name, or the only property, of an object; false when it cannot be either. */
function makeObject(state: FitState, work: Work, shape: Shape, source: string): boolean {
  const { node } = work;
  const naming = shape.admits("object") ? namingProperty(shape) : undefined;
  const named = typeof node.value === "string" ? naming : undefined;
  const property = named ?? solePropertyFor(node, shape, source);
  if (property === undefined) return false;
  const object = { [property]: node.value };
  state.notes.value("object_made", node, JSON.stringify(object));
  state.place(work, object);
  return true;
}

/** The name of the only property of a shape, when the scalar stands there as it is. */
function solePropertyFor(node: SourceNode, shape: Shape, source: string): string | undefined {
  const sole = soleProperty(shape);
  const [property] = shape.propertyNames;
  if (sole === undefined || property === undefined) return undefined;
  return readScalar(node, sole, property, source) === "fits" ? property : undefined;
}
