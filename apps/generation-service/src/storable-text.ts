import type { FieldError } from "@vivero/contracts";

/** What stands for a character that PostgreSQL cannot store: U+FFFD, the replacement character. */
export const REPLACEMENT = "\uFFFD";
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** A place where a text held what PostgreSQL cannot store: NUL, or half of a surrogate pair. */
export type Replaced = { offset: number; character: string };

/** A value in which such characters were replaced, and where: paths as people read them. */
export type ReplacedInValue = { path: string; before: string; after: string };

/** Whether PostgreSQL can store a text as `text` and within `jsonb`. */
function isStorable(text: string): boolean {
  return text.search(UNSTORABLE) === -1;
}

/** The text with each such character replaced; offsets in UTF-16 units, which the replacement does not change. */
export function storableText(text: string): { text: string; replaced: Replaced[] } {
  if (isStorable(text)) return { text, replaced: [] };
  const replaced: Replaced[] = [];
  const clean = text.replace(UNSTORABLE, (character, offset: number) => {
    replaced.push({ offset, character });
    return REPLACEMENT;
  });
  return { text: clean, replaced };
}

/**
 * A JSON value with each such character replaced in strings and keys, and a note of each string that was changed. A value
 * without any comes back as it is. Iterative: a value may be nested as deep as it likes.
 */
export function storableValue(value: unknown): { value: unknown; replaced: ReplacedInValue[] } {
  const replaced: ReplacedInValue[] = [];
  const root: Record<string, unknown> = { root: value };
  const open: { holder: Record<string, unknown>; key: string; path: string }[] = [
    { holder: root, key: "root", path: "" },
  ];
  const clean = (text: string, path: string): string => {
    const { text: after } = storableText(text);
    if (after !== text) replaced.push({ path, before: visible(text), after });
    return after;
  };
  for (let step = open.pop(); step; step = open.pop()) {
    const { holder, key, path } = step;
    const part = holder[key];
    if (typeof part === "string") holder[key] = clean(part, path);
    else if (typeof part === "object" && part !== null) {
      const copy = copyWithCleanKeys(part, path, clean);
      holder[key] = copy;
      for (const inner of Object.keys(copy)) {
        const innerPath = Array.isArray(part)
          ? `${path}[${inner}]`
          : path === ""
            ? inner
            : `${path}.${inner}`;
        open.push({ holder: copy as Record<string, unknown>, key: inner, path: innerPath });
      }
    }
  }
  return replaced.length === 0 ? { value, replaced } : { value: root.root, replaced };
}

/** Refuses a request that holds what cannot be stored, naming each place: a request is the caller's to mend. */
export function unstorableFields(request: unknown): FieldError[] {
  return storableValue(request).replaced.map(({ path }) => ({
    path,
    message: "holds a NUL character or half of a surrogate pair, which cannot be stored",
  }));
}

function copyWithCleanKeys(
  part: object,
  path: string,
  clean: (text: string, path: string) => string,
): object {
  if (Array.isArray(part)) return [...part];
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [clean(key, path), inner]));
}

/** The characters in question as JSON would escape them, so that a journal can hold them. */
function visible(text: string): string {
  return text.replace(
    UNSTORABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
