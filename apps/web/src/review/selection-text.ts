const LETTERS = { capability: "c", competency: "k", skill: "s" } as const;
type Type = keyof typeof LETTERS;
const TYPES = new Map(Object.entries(LETTERS).map(([type, letter]) => [letter as string, type as Type]));
const MOST_KEYS = 50_000;

/**
 * A selection for the address: `s12-15.c3` are the skills 12 to 15 and the capability 3. What was imported together has ids in a
 * row, so that a thousand skills take a few characters.
 */
export function writeSelection(keys: Iterable<string>): string {
  const ids = new Map<string, number[]>();
  for (const key of keys) {
    const [type = "", id = ""] = key.split("-");
    const letter = LETTERS[type as Type];
    const known = ids.get(letter);
    if (known) known.push(Number(id));
    else ids.set(letter, [Number(id)]);
  }
  return [...ids]
    .flatMap(([letter, numbers]) =>
      ranges(numbers).map(([from, to]) => `${letter}${from}${to > from ? `-${to}` : ""}`),
    )
    .join(".");
}

function ranges(numbers: number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** Reads what {@link writeSelection} wrote; what cannot be read, or is absurdly long, is left out. */
export function readSelection(text: string): Set<string> {
  const keys = new Set<string>();
  for (const [, letter = "", from = "", to = from] of text.matchAll(/([cks])(\d{1,15})(?:-(\d{1,15}))?/g)) {
    const type = TYPES.get(letter);
    if (!type || Number(to) - Number(from) > MOST_KEYS) continue;
    for (let id = Number(from); id <= Number(to); id++) keys.add(`${type}-${id}`);
  }
  return keys;
}
