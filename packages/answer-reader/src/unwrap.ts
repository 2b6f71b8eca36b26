import type { EmbeddedReader } from "./embedded.ts";
import type { FitDrafts } from "./fit-drafts.ts";
import { looksLikeJson, propertyFor } from "./likeable.ts";
import { plainName } from "./names.ts";
import type { Shape } from "./shape.ts";
import type { Member, SourceNode } from "./source-node.ts";

/** How much of a shape an object meets: required properties first, known ones next. */
export interface Standing {
  readonly required: number;
  readonly known: number;
}

/** A member that only wraps the object which is due, and that object. */
export interface Wrapper {
  readonly member: Member;
  readonly inner: SourceNode;
}

const MOST_MEMBERS = 40;
const MOST_LEVELS = 8;

export function standingOf(node: SourceNode, shape: Shape, without?: Member): Standing {
  const found = new Set<string>();
  for (const member of node.members.slice(0, 1_000)) {
    if (member === without) continue;
    const property = propertyFor(member, shape);
    if (property !== undefined) found.add(property);
  }
  let required = 0;
  for (const property of shape.required) if (found.has(property)) required++;
  return { required, known: found.size };
}

function isBetter(one: Standing, other: Standing): boolean {
  return one.required > other.required || (one.required === other.required && one.known > other.known);
}

/** The member of an object whose content meets the shape better than the object itself; undefined when none does. */
export function wrapperIn(node: SourceNode, shape: Shape, embedded: EmbeddedReader): Wrapper | undefined {
  let best: Wrapper | undefined;
  let bestStanding: Standing | undefined;
  for (const member of node.members.slice(0, MOST_MEMBERS)) {
    if (
      shape.has(member.key) ||
      !(node.members.length === 1 || shape.book.wrappers.has(plainName(member.key)))
    )
      continue;
    const inner = innerObject(member.node, embedded);
    if (inner === undefined) continue;
    let standing = standingOf(inner, shape);
    if (standing.known === 0 && inner.members.length === 1)
      standing = deeperStanding(inner, shape, embedded) ?? standing;
    if (!isBetter(standing, standingOf(node, shape, member))) continue;
    if (bestStanding === undefined || isBetter(standing, bestStanding)) {
      best = { member, inner };
      bestStanding = standing;
    }
  }
  return best;
}

/** The standing of what lies below wrappers that hold nothing else: `{"data": {"result": {…}}}`. */
function deeperStanding(node: SourceNode, shape: Shape, embedded: EmbeddedReader): Standing | undefined {
  let at = node;
  for (let level = 0; level < MOST_LEVELS && at.members.length === 1; level++) {
    const [member] = at.members;
    const inner = member === undefined ? undefined : innerObject(member.node, embedded);
    if (inner === undefined) return undefined;
    const standing = standingOf(inner, shape);
    if (standing.known > 0) return standing;
    at = inner;
  }
  return undefined;
}

/** The object that a member's value is, or holds as the only item of a list or as JSON in a string. */
function innerObject(node: SourceNode, embedded: EmbeddedReader): SourceNode | undefined {
  if (node.type === "object") return node;
  if (node.type === "array")
    return node.items.length === 1 && node.items[0]?.type === "object" ? node.items[0] : undefined;
  if (typeof node.value !== "string" || !looksLikeJson(node.value)) return undefined;
  const scanned = embedded.read(node);
  return scanned?.node?.type === "object" ? scanned.node : undefined;
}

/** Takes the wrapper off; what stood beside its content joins it. Returns the object that was wrapped. */
export function takeOff(
  node: SourceNode,
  wrapper: Wrapper,
  embedded: EmbeddedReader,
  notes: FitDrafts,
): SourceNode {
  const { member, inner } = wrapper;
  notes.key("wrapper_removed", member, "");
  if (member.node.type === "scalar") notes.add(embedded.read(member.node)?.drafts ?? []);
  if (member.node.type === "array") notes.before("list_opened", member.node, "");
  inner.parent = node.parent;
  inner.segment = node.segment;
  member.node.parent = node.parent;
  member.node.segment = node.segment;
  const own = new Set(inner.members.map((one) => one.key));
  for (const other of node.members) {
    if (other === member) continue;
    other.node.parent = inner;
    if (own.has(other.key)) notes.member("extra_kept_aside", other);
    else inner.members.push(other);
  }
  return inner;
}
