import type { JsonScalar, JsonValue } from "./json.ts";
import { nestFor } from "./nests.ts";
import type { Shape } from "./shape.ts";

/**
 * Whether what JSON.parse made of a text is its reading as it stands: all that the text holds is there, and fitting
 * it to the shape would change nothing. It may say no where it could say yes, never the other way. Iterative.
 *
 * A member that a later one of the same key replaced shows in the colons: each of the text is one member's, or
 * stands in a string. A number beyond what a double holds exactly shows in its size.
 *
 * @param members how many members the text holds, when that is known.
 */
export function isReadAsItStands(text: string, root: JsonValue, shape: Shape, members?: number): boolean {
  const survey = new Survey(members === undefined);
  if (!survey.fits(root, shape)) return false;
  return members === undefined ? survey.colons === colonsIn(text) : survey.members === members;
}

type Container = JsonValue[] | { [key: string]: JsonValue };

class Survey {
  members = 0;
  /** The colons met so far, when they are counted: one for each member, and those in strings. */
  colons = 0;
  private readonly counts: boolean;
  private readonly containers: Container[] = [];
  private readonly shapes: Shape[] = [];
  /** Containers that may hold anything. */
  private readonly free: Container[] = [];
  /** The last one of them that was met: it is next, so that a deep nest passes through no list. */
  private inner: Container | undefined;

  constructor(counts: boolean) {
    this.counts = counts;
  }

  fits(root: JsonValue, rootShape: Shape): boolean {
    if (!this.meet(root, rootShape)) return false;
    for (let container = this.containers.pop(); container !== undefined; container = this.containers.pop()) {
      const shape = this.shapes.pop() as Shape;
      if (!(Array.isArray(container) ? this.fitsList(container, shape) : this.fitsObject(container, shape)))
        return false;
    }
    return this.freeOnesAreExact();
  }

  /** Judges a scalar at once, and puts a container off. */
  private meet(value: JsonValue, shape: Shape): boolean {
    if (typeof value !== "object" || value === null) return this.isExact(value) && shape.takesScalar(value);
    if (shape.anything) {
      this.free.push(value);
    } else {
      this.containers.push(value);
      this.shapes.push(shape);
    }
    return true;
  }

  /** Of containers that may hold anything, only what JSON.parse may have lost is asked. */
  private freeOnesAreExact(): boolean {
    for (let container = this.nextFree(); container !== undefined; container = this.nextFree()) {
      if (Array.isArray(container)) {
        for (let index = 0; index < container.length; index++) {
          if (!this.meetFree(container[index] as JsonValue)) return false;
        }
      } else {
        for (const key in container) {
          this.members++;
          if (this.counts) this.colons += 1 + colonsIn(key);
          if (!this.meetFree(container[key] as JsonValue)) return false;
        }
      }
    }
    return true;
  }

  private nextFree(): Container | undefined {
    const { inner } = this;
    if (inner === undefined) return this.free.pop();
    this.inner = undefined;
    return inner;
  }

  private meetFree(value: JsonValue): boolean {
    if (typeof value !== "object" || value === null) return this.isExact(value);
    if (this.inner !== undefined) this.free.push(this.inner);
    this.inner = value;
    return true;
  }

  /** Whether a scalar is what the text has. Counts its colons. */
  private isExact(value: JsonScalar): boolean {
    if (typeof value === "number") return isExactNumber(value);
    if (this.counts && typeof value === "string") this.colons += colonsIn(value);
    return true;
  }

  private fitsList(list: readonly JsonValue[], shape: Shape): boolean {
    const own = shape.judgeOfLists();
    if (own === undefined) return false;
    for (let index = 0; index < list.length; index++) {
      const item = own.anything ? own : own.items(index);
      if (!this.meet(list[index] as JsonValue, item)) return false;
    }
    return true;
  }

  private fitsObject(object: { [key: string]: JsonValue }, shape: Shape): boolean {
    const own = shape.judgeOfObjects();
    if (own === undefined) return false;
    let known = true;
    let required = 0;
    let position = 0;
    // Parsed objects inherit nothing that is enumerable; this loop makes no list of their keys.
    for (const key in object) {
      const entry = own.propertyEntryAt(position++, key);
      this.members++;
      if (this.counts) this.colons += 1 + (entry?.colons ?? colonsIn(key));
      let child: Shape | false = own;
      if (entry !== undefined) {
        child = entry.shape;
        if (entry.required) required++;
      } else if (!own.anything) {
        known = false;
        child = own.additional(key);
        if (child === false || isKnownElsewhere(key, own)) return false;
      }
      if (!this.meet(object[key] as JsonValue, child)) return false;
    }
    return known || required === own.required.size;
  }
}

/** Whether JSON.parse surely gave the number that the text has. */
function isExactNumber(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

/** Whether fitting might rename, move or attach a member of this key. */
function isKnownElsewhere(key: string, shape: Shape): boolean {
  if (shape.propertyNames.length === 0) return false;
  if (shape.alias(key) !== undefined || nestFor(key, shape) !== undefined) return true;
  return shape.propertyNames.some((property) => {
    const child = shape.property(property);
    if (child === undefined || child.anything || !child.admits("object")) return false;
    return child.has(key) || child.alias(key) !== undefined;
  });
}

function colonsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) count++;
  return count;
}
