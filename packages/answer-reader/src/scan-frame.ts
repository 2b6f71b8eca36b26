import type { JsonValue } from "./json.ts";

/** A list or object whose values are built plainly, without their places. */
export type PlainContainer = JsonValue[] | { [key: string]: JsonValue };

/** What is kept of an open container. */
export interface Frame {
  /** Its value, where values are built plainly. */
  readonly value: PlainContainer | null;
  /** Members or items so far. */
  size: number;
  /** Members whose key stands without even a colon. */
  alone: number;
  /** How much had been noted when the container was opened. */
  readonly mark: number;
}

export function newContainer(type: "object" | "array"): PlainContainer {
  return type === "object" ? {} : [];
}
