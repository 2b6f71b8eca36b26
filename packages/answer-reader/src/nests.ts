import { plainName } from "./names.ts";
import type { Shape } from "./shape.ts";

/** From an object down to a list that models also write flat beside it: `capabilities`, `competencies`, `skills`. */
export interface Nest {
  /** The properties to follow; each holds a list of objects that have the next. The last is the list itself. */
  readonly steps: readonly string[];
}

const DEEPEST = 4;
const nests = new WeakMap<Shape, Map<string, Nest>>();

/** The lists nested in a shape's lists, by their plain property names; the outermost of each name. */
function nestsOf(shape: Shape): ReadonlyMap<string, Nest> {
  const known = nests.get(shape);
  if (known !== undefined) return known;
  const found = new Map<string, Nest>();
  const met = new Set<Shape>([shape]);
  let level: { shape: Shape; steps: string[] }[] = [{ shape, steps: [] }];
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next: typeof level = [];
    for (const at of level) {
      for (const property of at.shape.propertyNames) {
        const child = at.shape.property(property);
        if (child === undefined || child.anything || !child.admits("array") || child.branches() !== null)
          continue;
        const item = child.items(0);
        if (item.anything || !item.admits("object") || item.branches() !== null) continue;
        const steps = [...at.steps, property];
        if (depth > 0 && !found.has(property)) found.set(property, { steps });
        if (!met.has(item)) next.push({ shape: item, steps });
        met.add(item);
      }
    }
    level = next;
  }
  nests.set(shape, found);
  return found;
}

/** The nest that a key beside the tree names, by the property's name or another name for it. */
export function nestFor(key: string, shape: Shape): Nest | undefined {
  const plain = plainName(key);
  for (const [property, nest] of nestsOf(shape)) {
    if (plainName(property) === plain || shape.book.namesOf(property).includes(plain)) return nest;
  }
  return undefined;
}
