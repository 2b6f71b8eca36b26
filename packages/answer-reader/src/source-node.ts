import type { JsonScalar } from "./json.ts";

export type NodeType = "object" | "array" | "scalar";

/** The path of a place, and how many steps it has. */
export interface PlaceName {
  readonly path: string;
  readonly depth: number;
}

/** What the path of a place is made from. */
export interface TreePlace {
  readonly type: NodeType;
  /** What it hangs in. */
  readonly parent: TreePlace | null;
  /** Its key, or its index, there. */
  readonly segment: string | number;
  /** Its name, once somebody asked for it. */
  named: PlaceName | null;
}

/** A value as it stands in the text: what it is, and from where to where (UTF-16 offsets, `end` exclusive). */
export interface SourceNode {
  type: NodeType;
  start: number;
  end: number;
  /** Of a scalar; `null` otherwise. */
  value: JsonScalar;
  members: Member[];
  items: SourceNode[];
  /** The text had no value here (`"a": ,`): `value` is null, and nobody wrote that null. */
  missing: boolean;
  /** Where it hangs in the value being built; used to name its path. */
  parent: SourceNode | null;
  segment: string | number;
  /** Its place's name, once somebody asked for it. */
  named: PlaceName | null;
  /** How many levels of escapes it stands in: 1 in a JSON string that holds JSON. */
  level: number;
}

/** A key with its value. The key's offsets are those of its token, quotes included. */
export interface Member {
  key: string;
  keyStart: number;
  keyEnd: number;
  node: SourceNode;
}

const NO_MEMBERS: Member[] = [];
const NO_ITEMS: SourceNode[] = [];

export function scalarNode(value: JsonScalar, start: number, end: number): SourceNode {
  return {
    type: "scalar",
    start,
    end,
    value,
    members: NO_MEMBERS,
    items: NO_ITEMS,
    missing: false,
    parent: null,
    segment: "",
    named: null,
    level: 0,
  };
}

export function containerNode(type: "object" | "array", start: number): SourceNode {
  return {
    type,
    start,
    end: start,
    value: null,
    members: type === "object" ? [] : NO_MEMBERS,
    items: type === "array" ? [] : NO_ITEMS,
    missing: false,
    parent: null,
    segment: "",
    named: null,
    level: 0,
  };
}

/** A place that is not in the text: a synthetic container that holds what is moved into it. */
export function hangIn(parent: SourceNode | null, segment: string | number, node: SourceNode): void {
  node.parent = parent;
  node.segment = segment;
}
