import { COMMA } from "./characters.ts";
import { note } from "./cursor.ts";
import type { ScanState } from "./scan-state.ts";

/** Passes over one character that means nothing here. */
export function dropStray(state: ScanState): void {
  const { cursor } = state;
  const kind = cursor.text.charCodeAt(cursor.pos) === COMMA ? "comma_removed" : "stray_text_ignored";
  note(cursor, kind, cursor.pos, cursor.pos + 1, "");
  cursor.pos++;
}

/** A comma that waits for what it separates waits in vain: the container ends. */
export function dropPendingComma(state: ScanState): void {
  const { comma, cursor } = state;
  if (comma !== -1) note(cursor, "comma_removed", comma, comma + 1, "");
  state.comma = -1;
}
