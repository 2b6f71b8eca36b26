/** A power of two. */
const SLOTS = 256;

/** Longer keys are no schema's. */
const LONGEST_KEY = 64;

/** Keys of objects: most stand in a text many times, and are cut out of it once. What is known is but quicker. */
const slots: string[] = new Array(SLOTS).fill("");

/** The key whose content begins at `start`, when it was remembered and `closer` follows it; else "". */
export function knownKeyAt(text: string, start: number, closer: number): string {
  const key = slots[slotOf(text, start)] ?? "";
  return text.charCodeAt(start + key.length) === closer && text.startsWith(key, start) ? key : "";
}

/** Remembers a key whose content, all of it plain, stands at `start`. */
export function rememberKey(key: string, text: string, start: number): void {
  if (key.length > LONGEST_KEY) return;
  // The engine's own copy of a property's name is quicker to compare, and to use as a key, than a piece of a text.
  for (const name in { [key]: true }) slots[slotOf(text, start)] = name;
}

/** By the first, third and fifth characters: together they tell the keys of one schema apart. */
function slotOf(text: string, start: number): number {
  const sum = text.charCodeAt(start) + text.charCodeAt(start + 2) * 31 + text.charCodeAt(start + 4) * 7;
  return sum & (SLOTS - 1);
}
