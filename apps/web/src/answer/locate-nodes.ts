import type { AnswerNode } from "./answer-nodes.ts";

/**
 * Where each entity's name stands in the text of its answer, as `start` to `end`, by path. Entities come in the order of the text, so
 * each is looked for behind the one before; one whose name is written otherwise in the text (an escape, a repair) is left out.
 */
export function locateNodes(
  text: string,
  nodes: readonly AnswerNode[],
): Map<string, { start: number; end: number }> {
  const places = new Map<string, { start: number; end: number }>();
  let from = 0;
  for (const { path, name } of nodes) {
    if (name === "") continue;
    const written = JSON.stringify(name).slice(1, -1);
    const start = [written, name].map((form) => text.indexOf(form, from)).find((found) => found >= 0);
    if (start === undefined) continue;
    places.set(path, { start, end: start + written.length });
    from = start + written.length;
  }
  return places;
}
