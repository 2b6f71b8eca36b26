import { COMMA, DOT } from "./characters.ts";
import { note } from "./cursor.ts";
import { nextSolid } from "./scan-space.ts";
import type { ScanState } from "./scan-state.ts";

/** Whether `...` stands at the cursor, where a model left something out. */
export function beginsEllipsis(state: ScanState, code: number): boolean {
  return code === DOT && state.cursor.text.startsWith("...", state.cursor.pos);
}

export function dropEllipsis(state: ScanState): void {
  const { cursor } = state;
  const start = cursor.pos;
  while (cursor.pos < cursor.end && cursor.text.charCodeAt(cursor.pos) === DOT) cursor.pos++;
  note(cursor, "ellipsis_removed", start, cursor.pos, "");
  const next = nextSolid(cursor.text, cursor.pos, cursor.end);
  if (state.expected === "after" || cursor.text.charCodeAt(next) !== COMMA) return;
  note(cursor, "comma_removed", next, next + 1, "");
  cursor.pos = next + 1;
}
