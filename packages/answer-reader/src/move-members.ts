import type { MemberPlan } from "./members.ts";
import type { Shape } from "./shape.ts";
import { containerNode, hangIn, type Member, type SourceNode } from "./source-node.ts";

/** The one object property that knows a key which is unknown here, and does not have it yet. */
export function homeOf(plan: MemberPlan, member: Member): string | undefined {
  let home: string | undefined;
  for (const property of plan.shape.propertyNames) {
    const child = plan.shape.property(property);
    if (child === undefined || child.anything || !child.admits("object") || child.admits("array")) continue;
    const inner = child.has(member.key) ? member.key : child.alias(member.key);
    const innerShape = inner === undefined ? undefined : child.property(inner);
    if (inner === undefined || innerShape === undefined) continue;
    const present = plan.taken.get(property)?.node;
    if (present !== undefined && present.type !== "object") continue;
    if (present?.members.some((one) => (child.has(one.key) ? one.key : child.alias(one.key)) === inner))
      continue;
    if (!plan.couldStandAs(inner, innerShape, member)) continue;
    if (home !== undefined) return undefined;
    home = property;
  }
  return home;
}

/**
 * Moves members into the objects that know their keys: they were written one level too high.
 *
 * @param moves those to be moved; what turns out to have no home by then is taken out.
 * @param known which property each member is; objects that are made join it.
 */
export function moveDown(plan: MemberPlan, moves: Set<Member>, known: Map<Member, string>): void {
  for (const member of moves) {
    const property = homeOf(plan, member);
    if (property === undefined) {
      moves.delete(member);
      continue;
    }
    const home = plan.taken.get(property)?.node ?? makeHome(plan, property, member, known);
    hangIn(home, member.key, member.node);
    home.members.push(member);
    plan.notes.key("key_moved", member, JSON.stringify(member.key));
  }
}

/** An object for members that stand outside of it: it holds nothing that the text has not. */
function makeHome(plan: MemberPlan, property: string, first: Member, known: Map<Member, string>): SourceNode {
  const node = containerNode("object", first.keyStart);
  hangIn(plan.node, property, node);
  const member = { key: property, keyStart: first.keyStart, keyEnd: first.keyStart, node };
  plan.taken.set(property, member);
  plan.node.members.push(member);
  known.set(member, property);
  plan.notes.key("object_made", member, `${JSON.stringify(property)}:`);
  return node;
}

/** A key unknown in a child object but known, and missing, here: it was written one level too deep. */
export function moveUp(plan: MemberPlan, known: Map<Member, string>): void {
  for (const [holder, property] of [...known]) {
    const child = plan.shape.property(property);
    if (child === undefined || child.anything || holder.node.type !== "object" || !child.admits("object"))
      continue;
    holder.node.members = holder.node.members.filter((member) => {
      const leaves =
        plan.shape.has(member.key) && !plan.taken.has(member.key) && isStranger(member.key, child);
      if (leaves) takeUp(plan, member, known);
      return !leaves;
    });
  }
}

function takeUp(plan: MemberPlan, member: Member, known: Map<Member, string>): void {
  plan.taken.set(member.key, member);
  hangIn(plan.node, member.key, member.node);
  plan.notes.key("key_moved", member, JSON.stringify(member.key));
  plan.node.members.push(member);
  known.set(member, member.key);
}

/** Whether an object of this shape has no place for a key. */
function isStranger(key: string, shape: Shape): boolean {
  return !shape.has(key) && shape.alias(key) === undefined && shape.additional(key) === false;
}
