import type { FitDrafts } from "./fit-drafts.ts";
import { namingProperty, propertyFor } from "./likeable.ts";
import { plainName } from "./names.ts";
import type { Shape } from "./shape.ts";
import { containerNode, hangIn, type Member, type SourceNode } from "./source-node.ts";

/** From an object down to a list that models also write flat beside it: `capabilities`, `competencies`, `skills`. */
export interface Nest {
  /** The properties to follow; each holds a list of objects that have the next. The last is the list itself. */
  readonly steps: readonly string[];
}

const DEEPEST = 4;
const nests = new WeakMap<Shape, Map<string, Nest>>();

/** The lists nested in a shape's lists, by their plain property names; the outermost of each name. */
export function nestsOf(shape: Shape): ReadonlyMap<string, Nest> {
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

/** A holder of a nested list, with the shape of what it holds. */
interface Holder {
  readonly node: SourceNode;
  readonly shape: Shape;
}

/** More attachments than this, and the flat list is left aside: what refers to everything says nothing. */
const MOST_ATTACHMENTS = 100_000;

/**
 * Hangs the items of a flat list into the tree: where an item of the tree names it, or where it names one, by id or
 * name. Items that refer to nothing stay in the list.
 *
 * @returns whether anything was attached.
 */
export function attachFlatList(
  root: SourceNode,
  shape: Shape,
  flat: Member,
  nest: Nest,
  notes: FitDrafts,
): boolean {
  const property = nest.steps[nest.steps.length - 1] ?? "";
  const holders = holdersOf(root, shape, nest.steps.slice(0, -1));
  const holderIndex = indexOf(holders);
  const itemShape = holders[0]?.shape.property(property)?.items(0);
  if (itemShape === undefined) return false;
  const mentions = mentionsIn(holders, property);
  let attached = 0;
  const left: SourceNode[] = [];
  for (const item of flat.node.items) {
    const named = new Set(namesOf(item, itemShape).flatMap((name) => mentions.get(name) ?? []));
    for (const [index, mention] of [...named].entries()) {
      notes.value("reference_attached", mention.node, "");
      putItem(mention.list, mention.index, item, index > 0);
      attached++;
    }
    const referring = named.size > 0 ? [] : referencesOf(item, itemShape, holderIndex);
    const consumed = new Set(referring.map((reference) => reference.member));
    for (const member of consumed) notes.member("reference_attached", member, addedKeys(referring, property));
    if (consumed.size > 0) item.members = item.members.filter((member) => !consumed.has(member));
    for (const [index, reference] of referring.entries()) {
      putItem(listOf(reference.holder, property), -1, item, index > 0);
      attached++;
    }
    if (named.size === 0 && referring.length === 0) left.push(item);
    if (attached > MOST_ATTACHMENTS) return true;
  }
  if (attached === 0) return false;
  for (const item of left) notes.value("reference_unresolved", item, "");
  notes.key("key_moved", flat, "");
  return true;
}

function holdersOf(root: SourceNode, shape: Shape, steps: readonly string[]): Holder[] {
  let holders: Holder[] = [{ node: root, shape }];
  for (const step of steps) {
    const next: Holder[] = [];
    for (const holder of holders) {
      const child = holder.shape.property(step);
      const list = memberFor(holder, step)?.node;
      if (child === undefined || list === undefined) continue;
      const nodes = list.type === "array" ? list.items : [list];
      for (const node of nodes) if (node.type === "object") next.push({ node, shape: child.items(0) });
    }
    holders = next;
  }
  return holders;
}

function memberFor(holder: Holder, property: string): Member | undefined {
  return holder.node.members.find((member) => propertyFor(member, holder.shape) === property);
}

/** The ids and names of an item, in plain form. */
function namesOf(item: SourceNode, shape: Shape): string[] {
  if (item.type === "scalar") return typeof item.value === "string" ? [plainName(item.value)] : [];
  const naming = namingProperty(shape);
  return item.members
    .filter(
      (member) =>
        ["id", naming].includes(propertyFor(member, shape)) && typeof member.node.value === "string",
    )
    .map((member) => plainName(String(member.node.value)))
    .filter((name) => name !== "");
}

function indexOf(holders: readonly Holder[]): Map<string, Holder[]> {
  const index = new Map<string, Holder[]>();
  for (const holder of holders) {
    for (const name of new Set(namesOf(holder.node, holder.shape))) {
      const known = index.get(name);
      if (known === undefined) index.set(name, [holder]);
      else known.push(holder);
    }
  }
  return index;
}

interface Mention {
  readonly list: SourceNode;
  readonly index: number;
  readonly node: SourceNode;
}

/** Where lists of the tree hold a bare text in an item's place: it may be the id or name of a flat one. */
function mentionsIn(holders: readonly Holder[], property: string): Map<string, Mention[]> {
  const mentions = new Map<string, Mention[]>();
  for (const holder of holders) {
    const list = memberFor(holder, property)?.node;
    for (const [index, node] of (list?.items ?? []).entries()) {
      if (list === undefined || typeof node.value !== "string") continue;
      const name = plainName(node.value);
      const known = mentions.get(name);
      if (known === undefined) mentions.set(name, [{ list, index, node }]);
      else known.push({ list, index, node });
    }
  }
  return mentions;
}

/** The members of an item that no property is, and which name a holder; each holder once. */
function referencesOf(item: SourceNode, shape: Shape, index: ReadonlyMap<string, Holder[]>) {
  const found: { member: Member; holder: Holder }[] = [];
  const met = new Set<Holder>();
  for (const member of item.members) {
    if (propertyFor(member, shape) !== undefined) continue;
    const values = member.node.type === "array" ? member.node.items : [member.node];
    for (const value of values) {
      const holders = typeof value.value === "string" ? (index.get(plainName(value.value)) ?? []) : [];
      const [holder] = holders;
      if (holder === undefined || holders.length > 1 || met.has(holder)) continue;
      met.add(holder);
      found.push({ member, holder });
    }
  }
  return found;
}

/** The keys of lists that have to be made for an item to hang in. */
function addedKeys(referring: readonly { holder: Holder }[], property: string): string {
  const missing = referring.filter(({ holder }) => memberFor(holder, property)?.node.type !== "array");
  return missing.map(() => `${JSON.stringify(property)}:`).join(" ");
}

function listOf(holder: Holder, property: string): SourceNode {
  const known = memberFor(holder, property);
  if (known !== undefined && known.node.type === "array") return known.node;
  const list = containerNode("array", holder.node.end);
  list.end = holder.node.end;
  hangIn(holder.node, property, list);
  holder.node.members.push({ key: property, keyStart: list.start, keyEnd: list.start, node: list });
  return list;
}

function putItem(list: SourceNode, index: number, item: SourceNode, again: boolean): void {
  const node = again ? copyOf(item) : item;
  const place = index === -1 ? list.items.length : index;
  hangIn(list, place, node);
  list.items[place] = node;
}

/** A second appearance of an item that is attached in several places. Iterative. */
function copyOf(item: SourceNode): SourceNode {
  const copy = { ...item };
  const waiting = [copy];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const parent = node;
    const child = (one: SourceNode): SourceNode => {
      const own = { ...one, parent };
      waiting.push(own);
      return own;
    };
    node.members = node.members.map((member) => ({ ...member, node: child(member.node) }));
    node.items = node.items.map(child);
  }
  return copy;
}
