import { namingProperty, propertyFor } from "./likeable.ts";
import { NameIndex } from "./name-index.ts";
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

/** The ids and names of an item. */
export function namesOf(item: SourceNode, shape: Shape): string[] {
  if (item.type === "scalar") return nameIn(item);
  const naming = namingProperty(shape);
  return item.members
    .filter((member) => ["id", naming].includes(propertyFor(member, shape)))
    .flatMap((member) => nameIn(member.node));
}

/** The id or name that a scalar is: a text, or a number. */
function nameIn({ value }: SourceNode): string[] {
  const name = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return name === "" ? [] : [name];
}

/** The holders by their ids and names. */
export function indexOf(holders: readonly Holder[]): NameIndex<Holder> {
  const index = new NameIndex<Holder>();
  for (const holder of holders) {
    for (const name of new Set(namesOf(holder.node, holder.shape))) index.add(name, holder);
  }
  return index;
}

export interface Mention {
  readonly list: SourceNode;
  readonly index: number;
  readonly node: SourceNode;
}

/** Where lists of the tree hold a bare text or number in an item's place: it may be the id or name of a flat one. */
export function mentionsIn(holders: readonly Holder[], property: string): NameIndex<Mention> {
  const mentions = new NameIndex<Mention>();
  for (const holder of holders) {
    const list = memberFor(holder, property)?.node;
    for (const [index, node] of (list?.items ?? []).entries()) {
      if (list === undefined) continue;
      for (const name of nameIn(node)) mentions.add(name, { list, index, node });
    }
  }
  return mentions;
}

export interface Reference {
  readonly member: Member;
  readonly holder: Holder;
}

/**
 * The members of an item that no property is, and which name a holder; each holder once. Where keys speak of what holds
 * the item (`capability_id`), only theirs count; otherwise one key alone may.
 *
 * @param parents plain names of what holds the item.
 */
export function referencesOf(
  item: SourceNode,
  shape: Shape,
  index: NameIndex<Holder>,
  parents: readonly string[],
): Reference[] {
  const found: Reference[] = [];
  const met = new Set<Holder>();
  for (const member of item.members) {
    if (propertyFor(member, shape) !== undefined) continue;
    const values = member.node.type === "array" ? member.node.items : [member.node];
    for (const holders of values.flatMap(nameIn).map((name) => index.get(name))) {
      const [holder] = holders;
      if (holder === undefined || holders.length > 1) continue;
      found.push({ member, holder });
    }
  }
  const spoken = found.filter(({ member }) => speaksOf(member.key, parents));
  const only = new Set(found.map(({ member }) => member)).size === 1 ? found : [];
  return (spoken.length > 0 ? spoken : only).filter(({ holder }) => !met.has(holder) && met.add(holder));
}

function speaksOf(key: string, parents: readonly string[]): boolean {
  const plain = plainName(key);
  return (
    parents.some((parent) => plain.includes(parent)) || /^(parent|padre|belongsto|pertenecea)/.test(plain)
  );
}
