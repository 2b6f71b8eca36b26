import { CLOSE_BRACKET, COMMA, QUOTE } from "./characters.ts";
import { type Frame, hangInList } from "./scan-frame.ts";
import type { ScanState } from "./scan-state.ts";
import { beginsStrictValue, plainEnd, plainScalar, solidFrom, stringEnd } from "./strict-tokens.ts";
import { decodeString } from "./string-content.ts";

/**
 * Passes a string or plain value in a list, with the comma behind it, whose places are then those of the state.
 *
 * @returns where what follows begins; `start` when the value needs thought.
 */
export function passItem(state: ScanState, list: Frame, start: number, code: number): number {
  const { text, units, end } = state.cursor;
  const quoted = code === QUOTE;
  const valueEnd = quoted ? stringEnd(units, start + 1, QUOTE) + 1 : plainEnd(units, start, code);
  if (valueEnd === 0) return start;
  const next = solidFrom(units, valueEnd);
  const parted = units[next] === COMMA;
  const following = parted ? solidFrom(units, next + 1) : next;
  const first = units[following] as number;
  if (following >= end || !(parted ? beginsStrictValue(first) : first === CLOSE_BRACKET)) return start;
  const scalar = !quoted
    ? plainScalar(text, units, start, valueEnd, code)
    : state.hasEscape(start, valueEnd - 1)
      ? decodeString(text, start + 1, valueEnd - 1)
      : text.slice(start + 1, valueEnd - 1);
  hangInList(list, scalar);
  list.size++;
  state.valueEnd = valueEnd;
  state.textStart = quoted ? start : -1;
  state.comma = parted ? next : -1;
  return following;
}
