import type { SourceNode } from "./source-node.ts";

/** A deeper place is named from its nearest ancestors only, with `…` before them. */
const LONGEST_PATH = 64;
const LONGEST_KEY = 80;

interface Named {
  readonly path: string;
  readonly depth: number;
}

/** Names the places of values: `capabilities[0].competencies[2].name`. Each place is named once. */
export class PathNames {
  private readonly known = new Map<SourceNode, Named>();
  /** What was named last: liberties with one value come one after the other. */
  private last: SourceNode | null = null;
  private lastPath = "";

  of(node: SourceNode | null): string {
    if (node === null || node.parent === null) return "";
    if (node !== this.last) {
      this.last = node;
      this.lastPath = this.name(node).path;
    }
    return this.lastPath;
  }

  private name(node: SourceNode): Named {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const steps: SourceNode[] = [];
    let at = node;
    let base: Named = { path: "", depth: 0 };
    while (at.parent !== null && steps.length < LONGEST_PATH) {
      const named = this.known.get(at);
      if (named !== undefined && named.depth + steps.length <= LONGEST_PATH) {
        base = named;
        break;
      }
      steps.push(at);
      at = at.parent;
    }
    if (base.depth === 0 && at.parent !== null) base = { path: "…", depth: 0 };
    for (let index = steps.length - 1; index >= 0; index--) {
      const step = steps[index];
      if (step === undefined) continue;
      base = { path: appendSegment(base.path, step.segment), depth: base.depth + 1 };
      if (step.type !== "scalar") this.known.set(step, base);
    }
    return base;
  }
}

/** `path` with one more step: `a` and `b` make `a.b`, `a` and 3 make `a[3]`. */
function appendSegment(path: string, segment: string | number): string {
  if (typeof segment === "number") return `${path}[${segment}]`;
  const key = segment.length > LONGEST_KEY ? `${segment.slice(0, LONGEST_KEY)}…` : segment;
  return path === "" ? key : `${path}.${key}`;
}
