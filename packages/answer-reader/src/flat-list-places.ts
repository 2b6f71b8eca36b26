import { namingProperty, propertyFor } from "./likeable.ts";
import { plainName } from "./names.ts";
import type { Shape } from "./shape.ts";
import type { Member, SourceNode } from "./source-node.ts";

/** A holder of a nested list, with the shape of what it holds. */
export interface Holder {
  readonly node: SourceNode;
  readonly shape: Shape;
}

/** The objects of the tree that `steps` lead to: those whose lists the flat one could hang in. */
export function holdersOf(root: SourceNode, shape: Shape, steps: readonly string[]): Holder[] {
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

/** The member that stands for a property of a holder. */
export function memberFor(holder: Holder, property: string): Member | undefined {
  return holder.node.members.find((member) => propertyFor(member, holder.shape) === property);
}

/** The ids and names of an item, in plain form. */
export function namesOf(item: SourceNode, shape: Shape): string[] {
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

/** The holders by their ids and names. */
export function indexOf(holders: readonly Holder[]): Map<string, Holder[]> {
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

export interface Mention {
  readonly list: SourceNode;
  readonly index: number;
  readonly node: SourceNode;
}

/** Where lists of the tree hold a bare text in an item's place: it may be the id or name of a flat one. */
export function mentionsIn(holders: readonly Holder[], property: string): Map<string, Mention[]> {
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

export interface Reference {
  readonly member: Member;
  readonly holder: Holder;
}

/** The members of an item that no property is, and which name a holder; each holder once. */
export function referencesOf(
  item: SourceNode,
  shape: Shape,
  index: ReadonlyMap<string, Holder[]>,
): Reference[] {
  const found: Reference[] = [];
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
