/** Whether a value looks made by a machine (a key) rather than by a person who names things (a slug, a code, a sentence). */

/** Sets of characters between which a random string keeps jumping: lower case, upper case, digits, signs. */
type CharacterClass = "lower" | "upper" | "digit" | "sign";

const asciiClasses: readonly CharacterClass[] = Array.from({ length: 128 }, (_, code) =>
  classOf(String.fromCharCode(code)),
);

function classOf(character: string): CharacterClass {
  if (/\p{Ll}/u.test(character)) return "lower";
  if (/\p{Lu}/u.test(character)) return "upper";
  return /\d/.test(character) ? "digit" : "sign";
}

function classAt(value: string, index: number): CharacterClass {
  return asciiClasses[value.charCodeAt(index)] ?? classOf(value.charAt(index));
}

/** Share of neighbours that differ in class, the capital of a word not counted. Random base62 has about 0.6, random hexadecimal 0.47, camel case 0.1. */
function jumpRate(value: string): number {
  let jumps = 0;
  for (let index = 1; index < value.length; index++) {
    const from = classAt(value, index - 1);
    const to = classAt(value, index);
    if (from !== to && !(from === "upper" && to === "lower") && from !== "sign" && to !== "sign") jumps++;
  }
  return jumps / value.length;
}

/** Bits a character by Shannon, over the value's own frequencies; 0 for an empty value. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/**
 * At least 12 characters with few repeats, in which digits and letters, or small and capital letters, keep alternating. The thresholds are
 * measured: see the test for how many random keys are missed and which names are not taken.
 */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || !/\p{L}/u.test(value)) return false;
  return jumpRate(value) >= (/\d/.test(value) ? 0.15 : 0.2) && entropy(value) >= 2.8;
}

/** At least 32 hexadecimal digits, of both sorts: made by a machine even where they happen to repeat. */
export function isLongHexadecimal(value: string): boolean {
  return /^(?=.*\d)(?=.*[a-f])[\da-f]{32,}$/i.test(value);
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether `value` is a UUID: an identifier for everybody to see unless its label says otherwise. */
export function isUuid(value: string): boolean {
  return uuid.test(value);
}

const groupedCode = /^[A-Z0-9]{1,5}(?:[-_.][A-Z0-9]{1,5}){1,}$/;

/** Whether `value` is capital letters and digits in short groups, as product keys and planners' codes both are: "CAP-01-C1-S2". */
export function isGroupedCode(value: string): boolean {
  return groupedCode.test(value);
}
