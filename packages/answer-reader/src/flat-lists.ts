import type { FitDrafts } from "./fit-drafts.ts";
import {
  type Holder,
  holdersOf,
  indexOf,
  type Mention,
  memberFor,
  mentionsIn,
  namesOf,
  type Reference,
  referencesOf,
} from "./flat-list-places.ts";
import { foldedName, type NameIndex } from "./name-index.ts";
import { plainName } from "./names.ts";
import type { Nest } from "./nests.ts";
import type { Shape } from "./shape.ts";
import { containerNode, hangIn, type Member, type SourceNode } from "./source-node.ts";

/** More attachments than this, and the rest of the list is left aside: what refers to everything says nothing. */
const MOST_ATTACHMENTS = 100_000;

/** What became of a flat list: hung into the tree, nothing new beside the tree, or not to be placed. */
export type FlatListOutcome = "attached" | "repeats" | "unresolved";

/** Hangs the items of a flat list into the tree: where an item of the tree names it, or where it names one, by id or name. */
export class FlatList {
  private readonly notes: FitDrafts;
  private readonly property: string;
  private readonly itemShape: Shape | undefined;
  private readonly holders: NameIndex<Holder>;
  private readonly mentions: NameIndex<Mention>;
  private readonly names = new Map<Holder, Set<string>>();
  private readonly present = new Set<string>();
  /** Plain names of what holds the list. */
  private readonly parents: readonly string[];
  private attached = 0;

  constructor(root: SourceNode, shape: Shape, nest: Nest, notes: FitDrafts) {
    this.notes = notes;
    this.property = nest.steps[nest.steps.length - 1] ?? "";
    const parent = nest.steps[nest.steps.length - 2] ?? "";
    this.parents = [plainName(parent), ...shape.book.namesOf(parent)];
    const holders = holdersOf(root, shape, nest.steps.slice(0, -1));
    this.itemShape = holders[0]?.shape.property(this.property)?.items(0);
    this.holders = indexOf(holders);
    this.mentions = mentionsIn(holders, this.property);
    for (const holder of holders) for (const name of this.namesIn(holder)) this.present.add(name);
  }

  attach(flat: Member): FlatListOutcome {
    const { itemShape } = this;
    if (itemShape === undefined) return "unresolved";
    const outcomes = flat.node.items.map((item) => ({ item, outcome: this.attachItem(item, itemShape) }));
    if (this.attached === 0)
      return outcomes.some(({ outcome }) => outcome === "unresolved") ? "unresolved" : "repeats";
    for (const { item, outcome } of outcomes) {
      if (outcome === "unresolved") this.notes.value("reference_unresolved", item, "");
      else if (outcome === "repeats") this.notes.value("extra_kept_aside", item, "");
    }
    this.notes.key("key_moved", flat, "");
    return "attached";
  }

  private attachItem(item: SourceNode, shape: Shape): FlatListOutcome {
    const names = namesOf(item, shape);
    const isKnown = names.some((name) => this.present.has(foldedName(name)) || this.mentions.has(name));
    if (item.type !== "object" || this.attached > MOST_ATTACHMENTS) return isKnown ? "repeats" : "unresolved";
    const mentions = [...new Set(names.flatMap((name) => this.mentions.get(name)))];
    if (mentions.length > 0) return this.replaceMentions(item, mentions);
    const references = referencesOf(item, shape, this.holders, this.parents);
    const missing = references.filter(
      ({ holder }) => !names.some((name) => this.namesIn(holder).has(foldedName(name))),
    );
    if (missing.length > 0) return this.followReferences(item, names, references, missing);
    return isKnown ? "repeats" : "unresolved";
  }

  private replaceMentions(item: SourceNode, mentions: readonly Mention[]): FlatListOutcome {
    for (const [index, mention] of mentions.entries()) {
      this.notes.value("reference_attached", mention.node, "");
      putItem(mention.list, mention.index, item, index > 0);
    }
    this.attached += mentions.length;
    return "attached";
  }

  private followReferences(
    item: SourceNode,
    names: readonly string[],
    references: readonly Reference[],
    missing: readonly Reference[],
  ): FlatListOutcome {
    const consumed = new Set(references.map((reference) => reference.member));
    const made = missing.filter(({ holder }) => memberFor(holder, this.property)?.node.type !== "array");
    let keys = made.map(() => `${JSON.stringify(this.property)}:`).join(" ");
    for (const member of consumed) {
      this.notes.member("reference_attached", member, keys);
      keys = "";
    }
    item.members = item.members.filter((member) => !consumed.has(member));
    for (const [index, { holder }] of missing.entries()) {
      putItem(listOf(holder, this.property), -1, item, index > 0);
      for (const name of names) this.namesIn(holder).add(foldedName(name));
    }
    this.attached += missing.length;
    return "attached";
  }

  /** The names of the objects that a holder's list has already. */
  private namesIn(holder: Holder): Set<string> {
    const known = this.names.get(holder);
    if (known !== undefined) return known;
    const items = memberFor(holder, this.property)?.node.items ?? [];
    const { itemShape } = this;
    const names = new Set(
      itemShape === undefined
        ? []
        : items
            .filter((item) => item.type === "object")
            .flatMap((item) => namesOf(item, itemShape))
            .map(foldedName),
    );
    this.names.set(holder, names);
    return names;
  }
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
