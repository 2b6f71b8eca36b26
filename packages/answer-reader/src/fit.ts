import { branchFor } from "./branch.ts";
import type { EmbeddedReader } from "./embedded.ts";
import type { FitDrafts } from "./fit-drafts.ts";
import { fitList, fitListElsewhere } from "./fit-list.ts";
import { fitObject, fitObjectElsewhere } from "./fit-object.ts";
import { fitScalar } from "./fit-scalar.ts";
import { FitState, type Work } from "./fit-state.ts";
import type { JsonValue } from "./json.ts";
import { keep } from "./keep.ts";
import type { Shape } from "./shape.ts";
import type { SourceNode } from "./source-node.ts";

/** What came of fitting a value to a schema. */
export interface Fitted {
  readonly value: JsonValue;
  readonly notes: FitDrafts;
  /** The first required value that the text lost, if any. */
  readonly vanished: SourceNode | null;
  /** Where JSON within a string breaks off, if it does. */
  readonly cut: number | null;
}

/** Fits a value that was read to a schema, noting each change. Iterative; linear but for bounded look-aheads. */
export function fit(root: SourceNode, shape: Shape, text: string, embedded: EmbeddedReader): Fitted {
  const state = new FitState(text, embedded);
  const { waiting } = state;
  waiting.push({ node: root, shape, target: null, key: "" });
  for (let work = waiting.pop(); work !== undefined; work = waiting.pop()) fitOne(state, work);
  return { value: state.result, notes: state.notes, vanished: state.vanished, cut: state.cut };
}

function fitOne(state: FitState, work: Work): void {
  const shape = branchFor(work.node, work.shape);
  if (shape.anything) {
    keep(state, work);
    return;
  }
  switch (work.node.type) {
    case "object":
      if (shape.admits("object")) fitObject(state, work, shape);
      else fitObjectElsewhere(state, work, shape);
      return;
    case "array":
      if (shape.admits("array")) fitList(state, work, shape);
      else fitListElsewhere(state, work, shape);
      return;
    default:
      fitScalar(state, work, shape);
      return;
  }
}
