import type { FitDrafts } from "./fit-drafts.ts";
import { FlatList } from "./flat-lists.ts";
import { couldStand } from "./likeable.ts";
import { homeOf, moveDown, moveUp } from "./move-members.ts";
import { nestFor } from "./nests.ts";
import type { Shape } from "./shape.ts";
import type { Member, SourceNode } from "./source-node.ts";

/** A member with the key that it has in the result and the shape that its value gets. */
export interface Placed {
  readonly key: string;
  readonly node: SourceNode;
  readonly shape: Shape;
  readonly member: Member;
}

/** Decides for each member of an object where it goes: kept, renamed, moved, attached or aside. */
export class MemberPlan {
  readonly node: SourceNode;
  readonly shape: Shape;
  readonly notes: FitDrafts;
  /** What each property gets, in the order of the text. */
  readonly taken = new Map<string, Member>();
  private readonly text: string;
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
      } else if (
        !this.shape.has(member.key) &&
        !this.isSecond(member) &&
        homeOf(this, member) !== undefined
      ) {
        moves.add(member);
      }
    }
    moveDown(this, moves, known);
    moveUp(this, known);
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
    return this.couldStandAs(property, child, member) ? property : undefined;
  }

  /** Whether a member is another name for a property that the object has, and says something. */
  private isSecond(member: Member): boolean {
    const property = this.shape.alias(member.key);
    return property !== undefined && this.taken.has(property) && !isEmpty(member.node);
  }

  private rename(member: Member, property: string): void {
    const earlier = this.taken.get(property);
    this.taken.set(property, member);
    member.node.segment = property;
    this.notes.key("key_renamed", member, JSON.stringify(property));
    if (earlier !== undefined) this.notes.member("extra_kept_aside", earlier);
  }

  private put(member: Member, property: string | undefined, moves: ReadonlySet<Member>): void {
    if (property !== undefined) {
      if (this.taken.get(property) === member) this.putProperty(member, property);
      return;
    }
    if (moves.has(member) || this.shape.has(member.key)) return;
    const additional = this.shape.additional(member.key);
    if (additional === false)
      this.notes.member(this.isSecond(member) ? "value_kept_aside" : "extra_kept_aside", member);
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

  /** Whether a member's value could be made to stand where a property is. */
  couldStandAs(property: string, shape: Shape, { node }: Member): boolean {
    const source = node.type === "scalar" ? this.text.slice(node.start, node.end) : "";
    return couldStand(node, shape, property, source);
  }
}

function isNull(node: SourceNode): boolean {
  return node.type === "scalar" && node.value === null;
}

function isEmpty(node: SourceNode): boolean {
  if (node.type === "array") return node.items.length === 0;
  return node.type === "object" ? node.members.length === 0 : node.value === null || node.value === "";
}
