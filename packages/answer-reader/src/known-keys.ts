import { COLON } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { cosmeticDraft, type Draft } from "./drafts.ts";
import type { Frame } from "./scan-frame.ts";
import type { Units } from "./units.ts";

/** A power of two. */
const SLOTS = 256;

/** Longer keys are no schema's. */
const LONGEST_KEY = 64;

/** A key that was met before. */
export interface KnownKey {
  readonly name: string;
  /** As JSON writes it. */
  readonly quoted: string;
  /** As Python writes it. */
  readonly singleQuoted: string;
}

/** Keys of objects: most stand in a text many times, and are cut out of it once. What is known is but quicker. */
const slots: (KnownKey | null)[] = new Array(SLOTS).fill(null);

/** The units of each key, at the place of its slot. */
const slotUnits = new Uint16Array(SLOTS * LONGEST_KEY);

/** The key whose content begins at `start`, when it was remembered and `closer` follows it; else null. */
export function knownKeyAt(units: Units, start: number, closer: number): KnownKey | null {
  const slot = slotOf(units, start);
  const key = slots[slot] as KnownKey | null;
  if (key === null) return null;
  const { length } = key.name;
  if (units[start + length] !== closer) return null;
  const from = slot * LONGEST_KEY;
  for (let index = 0; index < length; index++) {
    if (units[start + index] !== slotUnits[from + index]) return null;
  }
  return key;
}

/** Whether a remembered key in these quotes, and its colon, stand at `offset`. */
export function isKnownKeyAt({ units }: Cursor, offset: number, quote: number): boolean {
  const key = knownKeyAt(units, offset + 1, quote);
  return key !== null && units[offset + key.name.length + 2] === COLON;
}

/** The liberty of a known key that has no quotes, or single ones. */
export function keyDraft(key: KnownKey, start: number, bare: boolean, node: Frame): Draft {
  return bare
    ? cosmeticDraft("key_quoted", start, key.name, key.quoted, node)
    : cosmeticDraft("quotes_replaced", start, key.singleQuoted, key.quoted, node);
}

/** Remembers a key whose content stands at `start`, if it is a word, of whatever quotes: what can be a bare key too. */
export function rememberKey(key: string, units: Units, start: number): void {
  if (key.length > LONGEST_KEY || key === "__proto__" || !/^[A-Za-z_]\w*$/.test(key)) return;
  const slot = slotOf(units, start);
  // The engine's own copy of a property's name is quicker to compare, and to use as a key, than a piece of a text.
  for (const name in { [key]: true }) {
    slots[slot] = { name, quoted: `"${name}"`, singleQuoted: `'${name}'` };
  }
  for (let index = 0; index < key.length; index++)
    slotUnits[slot * LONGEST_KEY + index] = key.charCodeAt(index);
}

/** By the first, third and fifth characters: together they tell the keys of one schema apart. */
function slotOf(units: Units, start: number): number {
  const first = units[start] as number;
  return (first + (units[start + 2] as number) * 31 + (units[start + 4] as number) * 7) & (SLOTS - 1);
}
