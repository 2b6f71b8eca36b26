import type { EntityType, IncubatingEntity, IncubationTree } from "@vivero/contracts";
import { foldWords } from "./fold-words.ts";

/** An entity in its tree, with what is so beneath it; sums count the entity itself too. */
export interface ReviewNode {
  readonly key: string;
  readonly entity: IncubatingEntity;
  readonly parent: ReviewNode | undefined;
  readonly children: readonly ReviewNode[];
  readonly level: number;
  /** Its name without accents and case, to be searched in. */
  readonly words: string;
  readonly total: number;
  readonly decided: number;
  readonly conflicts: number;
  readonly alike: number;
}

/** The incubating tree, ready to be shown, searched and walked. */
export interface ReviewIndex {
  readonly roots: readonly ReviewNode[];
  readonly byKey: ReadonlyMap<string, ReviewNode>;
  readonly total: number;
  readonly decided: number;
  readonly conflicts: number;
  readonly alike: number;
}

type Building = { -readonly [Name in keyof ReviewNode]: ReviewNode[Name] } & { children: ReviewNode[] };

/** Names an entity in this page and in its address, for example `skill-12`. */
export function keyOf({ type, id }: { type: EntityType; id: number }): string {
  return `${type}-${id}`;
}

/** Whether a reviewer has still to decide. */
export function isOpen({ status }: Pick<IncubatingEntity, "status">): boolean {
  return status === "in_incubation";
}

/** Whether its name is taken by an active entity, so that it cannot be approved as it is. */
function isConflict(entity: IncubatingEntity): boolean {
  return isOpen(entity) && entity.sameAs !== null;
}

/** Whether it may be something that the catalog has already. */
export function isAlike(entity: IncubatingEntity): boolean {
  return isOpen(entity) && (entity.sameAs !== null || entity.suggestions.length > 0);
}

/** Entities are replaced when they change: what was computed for one holds as long as it is there. */
const wordsOf = new WeakMap<IncubatingEntity, string>();

function searchable(entity: IncubatingEntity): string {
  const known = wordsOf.get(entity);
  if (known !== undefined) return known;
  const words = foldWords(entity.name);
  wordsOf.set(entity, words);
  return words;
}

/** React may begin to draw a page several times before it is shown; a large tree is worth remembering what was built for it. */
const indexOf = new WeakMap<IncubationTree, ReviewIndex>();

/** The index of a tree, built in one pass over it and once for each tree. */
export function indexTree(tree: IncubationTree): ReviewIndex {
  const known = indexOf.get(tree);
  if (known) return known;
  const index = build(tree);
  indexOf.set(tree, index);
  return index;
}

function build(tree: IncubationTree): ReviewIndex {
  const byKey = new Map<string, Building>();
  const roots: Building[] = [];
  const sums = { total: 0, decided: 0, conflicts: 0, alike: 0 };
  const add = (entity: IncubatingEntity, parentType: EntityType | null, level: number) => {
    const parent =
      parentType && entity.parentId !== null
        ? byKey.get(keyOf({ type: parentType, id: entity.parentId }))
        : undefined;
    const node: Building = {
      key: keyOf(entity),
      entity,
      parent,
      children: [],
      level: parent ? level : 1,
      words: searchable(entity),
      total: 0,
      decided: 0,
      conflicts: 0,
      alike: 0,
    };
    byKey.set(node.key, node);
    (parent?.children ?? roots).push(node);
    count(node, sums);
  };
  for (const entity of tree.capabilities) add(entity, null, 1);
  for (const entity of tree.competencies) add(entity, "capability", 2);
  for (const entity of tree.skills) add(entity, "competency", 3);
  return { roots, byKey, ...sums };
}

function count(node: Building, sums: { total: number; decided: number; conflicts: number; alike: number }) {
  const decided = isOpen(node.entity) ? 0 : 1;
  const conflict = isConflict(node.entity) ? 1 : 0;
  const alike = isAlike(node.entity) ? 1 : 0;
  sums.total += 1;
  sums.decided += decided;
  sums.conflicts += conflict;
  sums.alike += alike;
  for (let at: Building | undefined = node; at; at = at.parent as Building | undefined) {
    at.total += 1;
    at.decided += decided;
    at.conflicts += conflict;
    at.alike += alike;
  }
}

/** The entity and everything beneath it, parents first. */
export function branchOf(node: ReviewNode): ReviewNode[] {
  const branch: ReviewNode[] = [];
  const visit = (at: ReviewNode) => {
    branch.push(at);
    at.children.forEach(visit);
  };
  visit(node);
  return branch;
}

/** The keys of everything that is left to decide in some branches. */
export function openKeysOf(nodes: readonly ReviewNode[]): string[] {
  return nodes.flatMap((node) => branchOf(node).flatMap(({ key, entity }) => (isOpen(entity) ? [key] : [])));
}

/** What it hangs from, nearest first. */
export function ancestorsOf(node: ReviewNode): ReviewNode[] {
  return node.parent ? [node.parent, ...ancestorsOf(node.parent)] : [];
}

/** The branch that a lease is taken on. */
export function capabilityOf(node: ReviewNode): ReviewNode {
  return node.parent ? capabilityOf(node.parent) : node;
}
