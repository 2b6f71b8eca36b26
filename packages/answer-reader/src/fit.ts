import { branchFor } from "./branch.ts";
import type { EmbeddedReader } from "./embedded.ts";
import { FitDrafts } from "./fit-drafts.ts";
import { readScalar } from "./fit-scalar.ts";
import { type JsonValue, setOwn } from "./json.ts";
import {
  couldStand,
  knowsAKey,
  looksLikeJson,
  namingProperty,
  soleProperty,
  wrappedList,
} from "./likeable.ts";
import { MemberPlan } from "./members.ts";
import { plainName } from "./names.ts";
import type { Shape } from "./shape.ts";
import { hangIn, type Member, type SourceNode } from "./source-node.ts";
import { takeOff, wrapperIn } from "./unwrap.ts";

/** What came of fitting a value to a schema. */
export interface Fitted {
  readonly value: JsonValue;
  readonly notes: FitDrafts;
  /** The first required value that the text lost, if any. */
  readonly vanished: SourceNode | null;
  /** Where JSON within a string breaks off, if it does. */
  readonly cut: number | null;
}

type Target = JsonValue[] | { [key: string]: JsonValue } | null;

interface Work {
  readonly node: SourceNode;
  readonly shape: Shape;
  readonly target: Target;
  readonly key: string;
  /** How many lists were made around this very value. */
  readonly made?: number;
}

/** Fits a value that was read to a schema, noting each change. Iterative; linear but for bounded look-aheads. */
export function fit(root: SourceNode, shape: Shape, text: string, embedded: EmbeddedReader): Fitted {
  return new Fitting(text, embedded).run(root, shape);
}

class Fitting {
  private readonly text: string;
  private readonly embedded: EmbeddedReader;
  private readonly notes = new FitDrafts();
  private readonly waiting: Work[] = [];
  private result: JsonValue = null;
  private vanished: SourceNode | null = null;
  private cut: number | null = null;

  constructor(text: string, embedded: EmbeddedReader) {
    this.text = text;
    this.embedded = embedded;
  }

  run(root: SourceNode, shape: Shape): Fitted {
    this.waiting.push({ node: root, shape, target: null, key: "" });
    for (let work = this.waiting.pop(); work !== undefined; work = this.waiting.pop()) this.fit(work);
    return { value: this.result, notes: this.notes, vanished: this.vanished, cut: this.cut };
  }

  private fit(work: Work): void {
    const shape = branchFor(work.node, work.shape);
    if (shape.anything) {
      this.keep(work);
      return;
    }
    switch (work.node.type) {
      case "object":
        if (shape.admits("object")) this.fitObject(work, shape);
        else this.fitObjectElsewhere(work, shape);
        return;
      case "array":
        if (shape.admits("array")) this.fitList(work, shape);
        else this.fitListElsewhere(work, shape);
        return;
      default:
        this.fitScalar(work, shape);
        return;
    }
  }

  private fitObject(work: Work, shape: Shape): void {
    if (this.fitPlainObject(work, shape)) return;
    let { node } = work;
    for (let level = 0; level < 8; level++) {
      const wrapper = shape.propertyNames.length === 0 ? undefined : wrapperIn(node, shape, this.embedded);
      if (wrapper === undefined) break;
      this.noteCut(wrapper.member.node);
      node = takeOff(node, wrapper, this.embedded, this.notes);
    }
    const out: { [key: string]: JsonValue } = {};
    this.place(work, out);
    const placed = new MemberPlan(node, shape, this.text, this.notes).run();
    for (const one of placed) if (one.node.missing && shape.required.has(one.key)) this.vanished ??= one.node;
    const last = new Map(placed.map((one) => [one.key, one]));
    for (const one of placed) setOwn(out, one.key, null);
    for (let index = placed.length - 1; index >= 0; index--) {
      const one = placed[index];
      if (one === undefined) continue;
      if (last.get(one.key) === one) this.put(one.node, one.shape, out, one.key);
      else this.notes.member("duplicate_key", one.member);
    }
  }

  /** An object all of whose keys are properties, each once, with values that need no deciding here. */
  private fitPlainObject(work: Work, shape: Shape): boolean {
    const { members } = work.node;
    const out: { [key: string]: JsonValue } = {};
    for (const member of members) {
      const { key, node } = member;
      const child = shape.property(key);
      if (child === undefined || key in out) return false;
      if (node.type === "scalar" ? node.value === null : !(node.type === "array" && child.admits("array")))
        return false;
      setOwn(out, key, null);
    }
    this.place(work, out);
    for (let index = members.length - 1; index >= 0; index--) {
      const member = members[index];
      const child = member === undefined ? undefined : shape.property(member.key);
      if (member !== undefined && child !== undefined) this.put(member.node, child, out, member.key);
    }
    return true;
  }

  /** Sets a scalar that stands as it is at once; the rest waits for its turn. */
  private put(node: SourceNode, shape: Shape, target: { [key: string]: JsonValue }, key: string): void {
    if (node.type === "scalar" && shape.takesScalar(node.value)) setOwn(target, key, node.value);
    else this.waiting.push({ node, shape, target, key });
  }

  private fitList(work: Work, shape: Shape): void {
    const out: JsonValue[] = [];
    this.place(work, out);
    const { items } = work.node;
    for (let index = items.length - 1; index >= 0; index--) {
      const item = items[index];
      if (item !== undefined)
        this.waiting.push({ node: item, shape: shape.items(index), target: out, key: work.key });
    }
  }

  /** An object where none is due: one item of a list, the list that it wraps, or the text that it names. */
  private fitObjectElsewhere(work: Work, shape: Shape): void {
    const { node } = work;
    if (shape.admits("array")) {
      const item = shape.items(0);
      const list = wrappedList(node, item);
      if (list !== undefined) {
        this.notes.key("wrapper_removed", list, "");
        for (const other of node.members) if (other !== list) this.notes.member("extra_kept_aside", other);
        this.stepInto(work, list.node, shape);
        return;
      }
      if ((item.anything || knowsAKey(node, item)) && (work.made ?? 0) < 2) {
        this.makeList(work, item);
        return;
      }
    }
    const [only] = node.members;
    const name =
      node.members.find((member) => plainName(member.key) === "name" || plainName(member.key) === "nombre") ??
      only;
    if (
      shape.admits("string") &&
      name !== undefined &&
      typeof name.node.value === "string" &&
      shape.constants === null
    ) {
      this.notes.key("object_opened", name, "");
      for (const other of node.members) if (other !== name) this.notes.member("extra_kept_aside", other);
      this.stepInto(work, name.node, shape);
      return;
    }
    this.keep(work);
  }

  /** A list where none is due: its only item, or the value of the object's one list that its items fit. */
  private fitListElsewhere(work: Work, shape: Shape): void {
    const { node } = work;
    const [only] = node.items;
    if (only !== undefined && node.items.length === 1 && this.couldStand(only, shape)) {
      this.notes.before("list_opened", node, "");
      this.stepInto(work, only, shape);
      return;
    }
    const homes = shape.propertyNames.filter((property) => {
      const child = shape.property(property);
      return (
        only?.type === "object" &&
        child !== undefined &&
        !child.anything &&
        child.admits("array") &&
        child.items(0).required.size > 0 &&
        hasRequired(only, child.items(0))
      );
    });
    const [home] = homes;
    if (home === undefined || homes.length !== 1) {
      this.keep(work);
      return;
    }
    this.notes.before("object_made", node, `{${JSON.stringify(home)}:`);
    const out: { [key: string]: JsonValue } = {};
    this.place(work, out);
    const child = shape.property(home);
    if (child !== undefined) this.waiting.push({ node, shape: child, target: out, key: home });
  }

  private fitScalar(work: Work, shape: Shape): void {
    const { node } = work;
    const source = this.text.slice(node.start, node.end);
    const reading = readScalar(node, shape, work.key, source);
    if (reading === "fits") {
      this.place(work, node.value);
      return;
    }
    if (reading !== undefined) {
      this.notes.value(reading.kind, node, JSON.stringify(reading.value));
      this.place(work, reading.value);
      return;
    }
    const text = node.value;
    if (
      typeof text === "string" &&
      (shape.admits("object") || shape.admits("array")) &&
      looksLikeJson(text)
    ) {
      const scanned = this.embedded.read(node);
      if (scanned?.node) {
        this.noteCut(node);
        this.notes.add(scanned.drafts);
        this.stepInto(work, scanned.node, work.shape);
        return;
      }
    }
    if (
      text !== null &&
      shape.admits("array") &&
      shape.constants === null &&
      (work.made ?? 0) < 2 &&
      this.couldStand(node, shape.items(0))
    ) {
      this.makeList(work, shape.items(0));
      return;
    }
    const naming = shape.admits("object") ? namingProperty(shape) : undefined;
    if (typeof text === "string" && naming !== undefined) {
      this.notes.value("object_made", node, JSON.stringify({ [naming]: text }));
      this.place(work, { [naming]: text });
      return;
    }
    const sole = soleProperty(shape);
    const [property] = shape.propertyNames;
    if (sole !== undefined && property !== undefined && readScalar(node, sole, property, source) === "fits") {
      this.notes.value("object_made", node, JSON.stringify({ [property]: text }));
      this.place(work, { [property]: text });
      return;
    }
    this.place(work, text);
  }

  private couldStand(node: SourceNode, shape: Shape): boolean {
    return couldStand(
      node,
      shape,
      "",
      this.text.slice(node.start, node.type === "scalar" ? node.end : node.start),
    );
  }

  /** JSON in a string that ends too early makes the whole answer a truncated one. */
  private noteCut(node: SourceNode): void {
    const scanned = node.type === "scalar" ? this.embedded.read(node) : null;
    if (scanned !== null && scanned.outcome !== "complete") this.cut ??= scanned.end;
  }

  private makeList(work: Work, item: Shape): void {
    const out: JsonValue[] = [];
    this.notes.before("list_made", work.node, "[");
    this.place(work, out);
    this.waiting.push({
      node: work.node,
      shape: item,
      target: out,
      key: work.key,
      made: (work.made ?? 0) + 1,
    });
  }

  private stepInto(work: Work, inner: SourceNode, shape: Shape): void {
    hangIn(work.node.parent, work.node.segment, inner);
    this.waiting.push({ node: inner, shape, target: work.target, key: work.key });
  }

  /** The value as it stands, whatever the schema wants: judging it is not the reader's work. */
  private keep(work: Work): void {
    const { node } = work;
    if (node.type === "scalar") {
      this.place(work, node.value);
      return;
    }
    const anything = work.shape.book.shapeOf(true);
    if (node.type === "array") {
      const out: JsonValue[] = [];
      this.place(work, out);
      for (let index = node.items.length - 1; index >= 0; index--) {
        const item = node.items[index];
        if (item !== undefined) this.waiting.push({ node: item, shape: anything, target: out, key: "" });
      }
      return;
    }
    const out: { [key: string]: JsonValue } = {};
    this.place(work, out);
    const last = lastOfEach(node.members);
    for (let index = last.length - 1; index >= 0; index--) {
      const member = last[index];
      if (member !== undefined) {
        this.waiting.push({ node: member.node, shape: anything, target: out, key: member.key });
      }
    }
    if (last.length < node.members.length) this.noteDuplicates(node.members, new Set(last));
  }

  private noteDuplicates(members: readonly Member[], kept: ReadonlySet<Member>): void {
    for (const member of members) if (!kept.has(member)) this.notes.member("duplicate_key", member);
  }

  private place(work: Work, value: JsonValue): void {
    const { target } = work;
    if (target === null) this.result = value;
    else if (Array.isArray(target)) target.push(value);
    else setOwn(target, work.key, value);
  }
}

/** Of members with the same key the last, in the place of the first: what JSON.parse makes of them. */
function lastOfEach(members: readonly Member[]): Member[] {
  const last = new Map<string, Member>();
  for (const member of members) last.set(member.key, member);
  return last.size === members.length ? [...members] : [...last.values()];
}

function hasRequired(node: SourceNode, shape: Shape): boolean {
  return [...shape.required].every((property) =>
    node.members.some(
      (member) => (shape.has(member.key) ? member.key : shape.alias(member.key)) === property,
    ),
  );
}
