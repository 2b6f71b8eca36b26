import type { EmbeddedReader } from "./embedded.ts";
import { FitDrafts } from "./fit-drafts.ts";
import { type JsonValue, setOwn } from "./json.ts";
import { couldStand } from "./likeable.ts";
import type { Shape } from "./shape.ts";
import { containerNode, hangIn, type SourceNode } from "./source-node.ts";

/** More lists than this are not made around one value. */
const MOST_LISTS_MADE = 2;

/** A value that waits to be fitted: to which shape, and where it goes. */
export interface Work {
  readonly node: SourceNode;
  readonly shape: Shape;
  /** What the value goes into; null for the value that is asked for. */
  readonly target: JsonValue[] | { [key: string]: JsonValue } | null;
  /** Its key in the target, or that of the list which it is an item of. */
  readonly key: string;
  /** How many lists were made around this very value. */
  readonly made?: number;
}

/** The state of one fitting: what waits for its turn, and what came of it so far. */
export class FitState {
  /** The outermost text, which all places refer to. */
  readonly text: string;
  readonly embedded: EmbeddedReader;
  readonly notes: FitDrafts;
  /** The last is fitted next: an object's members and a list's items are put off from the last to the first. */
  readonly waiting: Work[] = [];
  result: JsonValue = null;
  /** The first required value that the text lost, if any. */
  vanished: SourceNode | null = null;
  /** Where JSON within a string breaks off, if it does. */
  cut: number | null = null;

  constructor(text: string, embedded: EmbeddedReader) {
    this.text = text;
    this.notes = new FitDrafts(text);
    this.embedded = embedded;
  }

  /** The value is fitted; what a container holds may follow. */
  place(work: Work, value: JsonValue): void {
    const { target } = work;
    if (target === null) this.result = value;
    else if (Array.isArray(target)) target.push(value);
    else setOwn(target, work.key, value);
  }

  /** Sets a member whose value is a scalar that stands as it is at once; the rest waits for its turn. */
  put(node: SourceNode, shape: Shape, target: { [key: string]: JsonValue }, key: string): void {
    if (node.type === "scalar" && shape.takesScalar(node.value)) setOwn(target, key, node.value);
    else this.waiting.push({ node, shape, target, key });
  }

  /** What stands in a value is fitted in its place. */
  stepInto(work: Work, inner: SourceNode, shape: Shape): void {
    hangIn(work.node.parent, work.node.segment, inner);
    this.waiting.push({ node: inner, shape, target: work.target, key: work.key });
  }

  /** Whether a list may be made around a value: shapes of lists of lists without end must not lead astray. */
  mayMakeList(work: Work): boolean {
    return (work.made ?? 0) < MOST_LISTS_MADE;
  }

  /** Makes a list of which the value is the only item. */
  makeList(work: Work, item: Shape): void {
    const out: JsonValue[] = [];
    const { node } = work;
    const list = containerNode("array", node.start);
    hangIn(node.parent, node.segment, list);
    hangIn(list, 0, node);
    this.notes.before("list_made", list, "[");
    this.place(work, out);
    this.waiting.push({
      node,
      shape: item,
      target: out,
      key: work.key,
      made: (work.made ?? 0) + 1,
    });
  }

  /** Whether a value could be made to stand in a shape, judged at its top. */
  couldStand(node: SourceNode, shape: Shape): boolean {
    return couldStand(
      node,
      shape,
      "",
      this.text.slice(node.start, node.type === "scalar" ? node.end : node.start),
    );
  }

  /** JSON in a string that ends too early makes the whole answer a truncated one. */
  noteCut(node: SourceNode): void {
    const scanned = node.type === "scalar" ? this.embedded.read(node) : null;
    if (scanned !== null && scanned.outcome !== "complete") this.cut ??= scanned.end;
  }
}
