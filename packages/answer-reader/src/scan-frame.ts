import type { JsonValue } from "./json.ts";
import type { PlaceName, SourceNode, TreePlace } from "./source-node.ts";

export type PlainObject = { [key: string]: JsonValue };

/** A list or object whose values are built plainly, without their places. */
export type PlainContainer = JsonValue[] | PlainObject;

/** An open container. */
export interface Frame extends TreePlace {
  type: "object" | "array";
  /** Where its bracket stands. */
  readonly start: number;
  readonly parent: Frame | null;
  readonly segment: string | number;
  named: PlaceName | null;
  /** Its value, where values are built plainly; null for a list that has no item yet. */
  value: PlainContainer | null;
  /** What is built of it elsewhere. */
  readonly node: SourceNode | null;
  /** How much had been noted when the container was opened. */
  readonly mark: number;
  /** Members or items so far. */
  size: number;
  /** Members whose key stands without even a colon. */
  alone: number;
}

export function openFrame(
  type: "object" | "array",
  start: number,
  parent: Frame | null,
  segment: string | number,
  value: PlainContainer | null,
  node: SourceNode | null,
  mark: number,
): Frame {
  return { type, start, parent, segment, named: null, value, node, mark, size: 0, alone: 0 };
}

/** Hangs an item into a list. An empty list would take room for 17 items at its first (V8); one made of it, for one. */
export function hangInList(list: Frame, item: JsonValue): void {
  if (list.value === null) list.value = [item];
  else (list.value as JsonValue[]).push(item);
}
