import type { FitDrafts } from "./fit-drafts.ts";
import { FlatList } from "./flat-lists.ts";
import { couldStand } from "./likeable.ts";
import { nestFor } from "./nests.ts";
import type { Shape } from "./shape.ts";
import { containerNode, hangIn, type Member, type SourceNode } from "./source-node.ts";

/** A member with the key that it has in the result and the shape that its value gets. */
export interface Placed {
  readonly key: string;
  readonly node: SourceNode;
  readonly shape: Shape;
  readonly member: Member;
}

/** Decides for each member of an object where it goes: kept, renamed, moved, attached or aside. */
export class MemberPlan {
  private readonly node: SourceNode;
  private readonly shape: Shape;
  private readonly text: string;
  private readonly notes: FitDrafts;
  /** What each property gets, in the order of the text. */
  private readonly taken = new Map<string, Member>();
  private readonly placed: Placed[] = [];

  constructor(node: SourceNode, shape: Shape, text: string, notes: FitDrafts) {
    this.node = node;
    this.shape = shape;
    this.text = text;
    this.notes = notes;
  }

  run(): Placed[] {
    this.attachFlatLists();
    this.takeOwn();
    const known = new Map<Member, string>();
    for (const [property, member] of this.taken) known.set(member, property);
    const moves = new Set<Member>();
    for (const member of this.node.members) {
      if (known.has(member)) continue;
      const property = this.shape.has(member.key) ? undefined : this.aliasOf(member);
      if (property !== undefined) {
        known.set(member, property);
        this.rename(member, property);
      } else if (!this.shape.has(member.key) && this.homeOf(member) !== undefined) {
        moves.add(member);
      }
    }
    this.moveDown(moves, known);
    this.moveUp(known);
    for (const member of this.node.members) this.put(member, known.get(member), moves);
    return this.placed;
  }

  private attachFlatLists(): void {
    const flats = this.node.members
      .filter(
        (member) =>
          !this.shape.has(member.key) && member.node.type === "array" && member.node.items.length > 0,
      )
      .map((member) => ({ member, nest: nestFor(member.key, this.shape) }))
      .sort((left, right) => (left.nest?.steps.length ?? 0) - (right.nest?.steps.length ?? 0));
    for (const { member, nest } of flats) {
      if (nest === undefined) continue;
      const outcome = new FlatList(this.node, this.shape, nest, this.notes).attach(member);
      if (outcome === "repeats" || (outcome === "unresolved" && this.shape.additional(member.key) !== false))
        continue;
      if (outcome === "unresolved") this.notes.member("reference_unresolved", member);
      this.node.members = this.node.members.filter((one) => one !== member);
    }
  }

  /** Members whose key is the property's own name; of two, the last counts, as JSON has it. */
  private takeOwn(): void {
    for (const member of this.node.members) {
      if (!this.shape.has(member.key)) continue;
      const earlier = this.taken.get(member.key);
      if (earlier !== undefined) this.notes.member("duplicate_key", earlier);
      this.taken.set(member.key, member);
    }
  }

  /** The property that a member stands for under another name, when its value can stand there. */
  private aliasOf(member: Member): string | undefined {
    const property = this.shape.alias(member.key);
    const child = property === undefined ? undefined : this.shape.property(property);
    if (property === undefined || child === undefined) return undefined;
    const earlier = this.taken.get(property);
    if (earlier !== undefined && !(isEmpty(earlier.node) && !isEmpty(member.node))) return undefined;
    return couldStand(member.node, child, property, this.sourceOf(member.node)) ? property : undefined;
  }

  private rename(member: Member, property: string): void {
    const earlier = this.taken.get(property);
    this.taken.set(property, member);
    member.node.segment = property;
    this.notes.key("key_renamed", member, JSON.stringify(property));
    if (earlier !== undefined) this.notes.member("extra_kept_aside", earlier);
  }

  /** The one object property that knows a key which is unknown here, and does not have it yet. */
  private homeOf(member: Member): string | undefined {
    let home: string | undefined;
    for (const property of this.shape.propertyNames) {
      const child = this.shape.property(property);
      if (child === undefined || child.anything || !child.admits("object") || child.admits("array")) continue;
      const inner = child.has(member.key) ? member.key : child.alias(member.key);
      const innerShape = inner === undefined ? undefined : child.property(inner);
      if (inner === undefined || innerShape === undefined) continue;
      const present = this.taken.get(property)?.node;
      if (present !== undefined && present.type !== "object") continue;
      if (present?.members.some((one) => (child.has(one.key) ? one.key : child.alias(one.key)) === inner))
        continue;
      if (!couldStand(member.node, innerShape, inner, this.sourceOf(member.node))) continue;
      if (home !== undefined) return undefined;
      home = property;
    }
    return home;
  }

  private moveDown(moves: Set<Member>, known: Map<Member, string>): void {
    for (const member of moves) {
      const property = this.homeOf(member);
      if (property === undefined) {
        moves.delete(member);
        continue;
      }
      const home = this.taken.get(property)?.node ?? this.makeHome(property, member, known);
      hangIn(home, member.key, member.node);
      home.members.push(member);
      this.notes.key("key_moved", member, JSON.stringify(member.key));
    }
  }

  /** An object for members that stand outside of it: it holds nothing that the text has not. */
  private makeHome(property: string, first: Member, known: Map<Member, string>): SourceNode {
    const node = containerNode("object", first.keyStart);
    hangIn(this.node, property, node);
    const member = { key: property, keyStart: first.keyStart, keyEnd: first.keyStart, node };
    this.taken.set(property, member);
    this.node.members.push(member);
    known.set(member, property);
    this.notes.key("object_made", member, `${JSON.stringify(property)}:`);
    return node;
  }

  /** A key unknown in a child object but known, and missing, here: it was written one level too deep. */
  private moveUp(known: Map<Member, string>): void {
    for (const [holder, property] of [...known]) {
      const child = this.shape.property(property);
      if (child === undefined || child.anything || holder.node.type !== "object" || !child.admits("object"))
        continue;
      holder.node.members = holder.node.members.filter((member) => {
        const leaves =
          this.shape.has(member.key) && !this.taken.has(member.key) && isStranger(member.key, child);
        if (leaves) this.takeUp(member, known);
        return !leaves;
      });
    }
  }

  private takeUp(member: Member, known: Map<Member, string>): void {
    this.taken.set(member.key, member);
    hangIn(this.node, member.key, member.node);
    this.notes.key("key_moved", member, JSON.stringify(member.key));
    this.node.members.push(member);
    known.set(member, member.key);
  }

  private put(member: Member, property: string | undefined, moves: ReadonlySet<Member>): void {
    if (property !== undefined) {
      if (this.taken.get(property) === member) this.putProperty(member, property);
      return;
    }
    if (moves.has(member) || this.shape.has(member.key)) return;
    const additional = this.shape.additional(member.key);
    if (additional === false) this.notes.member("extra_kept_aside", member);
    else this.placed.push({ key: member.key, node: member.node, shape: additional, member });
  }

  private putProperty(member: Member, property: string): void {
    const child = this.shape.property(property);
    if (child === undefined) return;
    const { node } = member;
    const optional = !this.shape.required.has(property);
    if (optional && isNull(node) && !child.admits("null")) {
      this.notes.member("null_omitted", member);
    } else if (optional && node.type !== "scalar" && !couldStand(node, child, property, "")) {
      this.notes.member("value_kept_aside", member);
    } else {
      this.placed.push({ key: property, node, shape: child, member });
    }
  }

  private sourceOf(node: SourceNode): string {
    return node.type === "scalar" ? this.text.slice(node.start, node.end) : "";
  }
}

/** Whether an object of this shape has no place for a key. */
function isStranger(key: string, shape: Shape): boolean {
  return !shape.has(key) && shape.alias(key) === undefined && shape.additional(key) === false;
}

function isNull(node: SourceNode): boolean {
  return node.type === "scalar" && node.value === null;
}

function isEmpty(node: SourceNode): boolean {
  if (node.type === "array") return node.items.length === 0;
  return node.type === "object" ? node.members.length === 0 : node.value === null || node.value === "";
}
