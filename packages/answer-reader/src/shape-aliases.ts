import type { JsonValue } from "./json.ts";
import { plainName } from "./names.ts";
import type { Keywords } from "./schema-keywords.ts";
import type { Shape } from "./shape.ts";
import type { Synonyms } from "./synonyms.ts";

/** The properties of a shape by their plain names, `x-aliases` and synonyms; of two with one name the first counts. */
export function aliasTableOf(shape: Shape, parts: readonly Keywords[]): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  const offer = (name: string, property: string) => {
    if (name !== "" && !table.has(name)) table.set(name, property);
  };
  for (const property of shape.propertyNames) offer(plainName(property), property);
  for (const part of parts) {
    for (const [property, names] of Object.entries((part["x-aliases"] as Keywords | undefined) ?? {})) {
      for (const name of [names].flat()) if (shape.has(property)) offer(plainName(String(name)), property);
    }
  }
  for (const property of shape.propertyNames)
    for (const name of shape.book.namesOf(property)) offer(name, property);
  return table;
}

/** Constants by their plain names, `x-aliases` and synonyms; of two with one name the first counts. */
export function valueTableOf(
  constants: readonly JsonValue[],
  parts: readonly Keywords[],
  synonyms: Synonyms,
): ReadonlyMap<string, JsonValue> {
  const table = new Map<string, JsonValue>();
  for (const constant of constants) {
    if (typeof constant !== "string") continue;
    const aliases = parts.flatMap((part) =>
      [(part["x-aliases"] as Keywords | undefined)?.[constant] ?? []].flat(),
    );
    const names = [constant, ...aliases.map(String), ...(synonyms.values?.[constant] ?? [])];
    for (const name of names) if (!table.has(plainName(name))) table.set(plainName(name), constant);
  }
  return table;
}
