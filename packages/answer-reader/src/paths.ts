import type { PlaceName, TreePlace } from "./source-node.ts";

/** A deeper place is named from its nearest ancestors only, with `…` before them. */
const LONGEST_PATH = 64;
const LONGEST_KEY = 80;

/**
 * The path of a value that moves no more: `capabilities[0].competencies[2].name`; empty for the whole. Containers keep
 * theirs, so that each is named once.
 */
export function pathOf(node: TreePlace | null): string {
  if (node === null || node.parent === null) return "";
  if (node.named !== null) return node.named.path;
  return (quickName(node, 2) ?? name(node)).path;
}

const ROOT: PlaceName = { path: "", depth: 0 };

/** The name of a place one of whose nearest ancestors, as many as `tries`, has one; null otherwise. */
function quickName(node: TreePlace, tries: number): PlaceName | null {
  if (node.parent === null) return ROOT;
  if (node.named !== null) return node.named;
  const above = tries === 0 ? null : quickName(node.parent, tries - 1);
  return above === null || above.depth >= LONGEST_PATH ? null : nameUnder(above, node);
}

function nameUnder(above: PlaceName, node: TreePlace): PlaceName {
  const named = { path: appendSegment(above.path, node.segment), depth: above.depth + 1 };
  if (node.type !== "scalar") node.named = named;
  return named;
}

function name(node: TreePlace): PlaceName {
  const steps: TreePlace[] = [];
  let at: TreePlace = node;
  let base = ROOT;
  while (at.parent !== null && steps.length < LONGEST_PATH) {
    if (at.named !== null && at.named.depth + steps.length <= LONGEST_PATH) {
      base = at.named;
      break;
    }
    steps.push(at);
    at = at.parent;
  }
  if (base.depth === 0 && at.parent !== null) base = { path: "…", depth: 0 };
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (step === undefined) continue;
    base = nameUnder(base, step);
  }
  return base;
}

const FIRST_INDEXES = Array.from({ length: 100 }, (_, index) => `[${index}]`);

/** `path` with one more step: `a` and `b` make `a.b`, `a` and 3 make `a[3]`. */
function appendSegment(path: string, segment: string | number): string {
  if (typeof segment === "number") return path + (FIRST_INDEXES[segment] ?? `[${segment}]`);
  const key = segment.length > LONGEST_KEY ? `${segment.slice(0, LONGEST_KEY)}…` : segment;
  return path === "" ? key : `${path}.${key}`;
}
