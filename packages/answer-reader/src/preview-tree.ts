import { type JsonValue, setOwn } from "./json.ts";
import { namingProperty } from "./likeable.ts";
import { plainName } from "./names.ts";
import type { Shape } from "./shape.ts";

type JsonObject = { [key: string]: JsonValue };

/** Where the next value goes; without a target it is read and not shown. */
interface Slot {
  readonly target: JsonValue[] | JsonObject | null;
  readonly key: string | number;
  readonly shape: Shape;
  /** The value may only wrap the answer: what it holds belongs to the answer itself. */
  readonly wraps: boolean;
}

interface Frame {
  readonly target: JsonValue[] | JsonObject | null;
  readonly shape: Shape;
  readonly isArray: boolean;
  slot: Slot | null;
}

/**
 * The value of an answer as far as it has arrived, with the schema's names for things. It grows in place: what was
 * shown before is the same object.
 */
export class PreviewTree {
  value: JsonValue | undefined;
  private readonly rootShape: Shape;
  private readonly frames: Frame[] = [];

  constructor(shape: Shape) {
    this.rootShape = shape;
  }

  get depth(): number {
    return this.frames.length;
  }

  get inList(): boolean {
    return this.frames[this.frames.length - 1]?.isArray ?? false;
  }

  /** Whether the value that comes next may be the answer in a string. */
  get wraps(): boolean {
    return this.frames[this.frames.length - 1]?.slot?.wraps ?? false;
  }

  key(name: string): void {
    const frame = this.frames[this.frames.length - 1];
    if (frame !== undefined) frame.slot = this.slotFor(frame, name);
  }

  open(isArray: boolean): void {
    const slot = this.nextSlot();
    const top = this.frames[this.frames.length - 1];
    if (slot.wraps && !isArray && top !== undefined) {
      this.frames.push({ target: top.target, shape: top.shape, isArray, slot: null });
      return;
    }
    const shape = shapeFor(slot.shape, isArray ? "array" : "object");
    const container: JsonValue[] | JsonObject = isArray ? [] : {};
    const listed = !isArray && !shape.anything && !shape.admits("object") && shape.admits("array");
    this.put(slot, listed ? [container] : container);
    const own = listed ? shapeFor(shape.items(0), "object") : shape;
    const shown = slot.target !== null || this.frames.length === 0;
    this.frames.push({ target: shown ? container : null, shape: own, isArray, slot: null });
  }

  close(): void {
    this.frames.pop();
    const frame = this.frames[this.frames.length - 1];
    if (frame !== undefined) frame.slot = null;
  }

  /** Sets the current value; a string that is still arriving is set again and again, until `whole`. */
  scalar(value: JsonValue, whole: boolean): void {
    const slot = this.nextSlot();
    const naming =
      typeof value === "string" && !slot.shape.anything && !slot.shape.admits("string")
        ? namingProperty(slot.shape)
        : undefined;
    this.put(slot, naming !== undefined && slot.shape.admits("object") ? { [naming]: value } : value);
    const frame = this.frames[this.frames.length - 1];
    if (frame !== undefined) frame.slot = whole ? null : slot;
  }

  private nextSlot(): Slot {
    const frame = this.frames[this.frames.length - 1];
    if (frame === undefined) return { target: null, key: "", shape: this.rootShape, wraps: false };
    if (frame.slot === null && Array.isArray(frame.target)) {
      const key = frame.target.length;
      frame.slot = { target: frame.target, key, shape: frame.shape.items(key), wraps: false };
    }
    return frame.slot ?? { target: null, key: "", shape: frame.shape, wraps: false };
  }

  private put(slot: Slot, value: JsonValue): void {
    if (this.frames.length === 0) this.value = value;
    else if (Array.isArray(slot.target)) slot.target[Number(slot.key)] = value;
    else if (slot.target !== null) setOwn(slot.target, String(slot.key), value);
  }

  private slotFor(frame: Frame, name: string): Slot {
    const { shape } = frame;
    const target = frame.target === null || Array.isArray(frame.target) ? null : frame.target;
    if (shape.anything) return { target, key: name, shape, wraps: false };
    const wraps =
      frame.shape === this.rootShape && !shape.has(name) && shape.book.wrappers.has(plainName(name));
    const property = shape.has(name) ? name : shape.alias(name);
    const child = property === undefined ? undefined : shape.property(property);
    if (property !== undefined && child !== undefined) return { target, key: property, shape: child, wraps };
    const additional = shape.additional(name);
    if (additional !== false) return { target, key: name, shape: additional, wraps };
    return this.homeFor(shape, target, name, wraps);
  }

  /** A key that belongs one level deeper, as a scenario's name does. */
  private homeFor(shape: Shape, target: JsonObject | null, name: string, wraps: boolean): Slot {
    for (const home of wraps || target === null ? [] : shape.propertyNames) {
      const child = shape.property(home);
      if (child === undefined || child.anything || child.admits("array") || !child.admits("object")) continue;
      const inner = child.has(name) ? name : child.alias(name);
      const innerShape = inner === undefined ? undefined : child.property(inner);
      if (inner === undefined || innerShape === undefined || target === null) continue;
      const present = Object.hasOwn(target, home) ? target[home] : undefined;
      const object =
        typeof present === "object" && present !== null && !Array.isArray(present) ? present : {};
      if (object !== present) setOwn(target, home, object);
      return { target: object, key: inner, shape: innerShape, wraps: false };
    }
    return { target: null, key: name, shape: shape.book.shapeOf(true), wraps };
  }
}

/** The shape itself, or the first of its branches that admits the type. */
function shapeFor(shape: Shape, type: "object" | "array"): Shape {
  return shape.branches()?.find((branch) => branch.admits(type)) ?? shape;
}
