import type { JsonValue } from "./json.ts";
import { type Keywords, SchemaProblem, type TypeName } from "./schema-keywords.ts";

/** What schema objects that hold side by side say together of one place. */
export interface CombinedKeywords {
  /** Nothing that reading needs. */
  readonly nothing: boolean;
  /** `null` when any type will do. */
  readonly types: ReadonlySet<TypeName> | null;
  readonly required: ReadonlySet<string>;
  /** The values of `enum` or `const`. */
  readonly constants: readonly JsonValue[] | null;
  readonly minimum: number;
  readonly maximum: number;
  /** The schema of each property, in the order in which they are named. */
  readonly properties: ReadonlyMap<string, unknown>;
  readonly patterns: readonly (readonly [RegExp, unknown])[];
}

/** The alternatives of `anyOf` or `oneOf`, and what is said beside them, which holds for each. */
export interface Choice {
  readonly alternatives: readonly unknown[];
  readonly beside: readonly Keywords[];
}

const KEYWORDS_OF_OBJECTS = ["properties", "required", "additionalProperties", "patternProperties"];
const KEYWORDS_OF_LISTS = ["items", "prefixItems"];

/** @throws SchemaProblem when a keyword is not what it must be. */
export function combineKeywords(parts: readonly Keywords[]): CombinedKeywords {
  const properties = new Map<string, unknown>();
  const patterns: [RegExp, unknown][] = [];
  const required = new Set<string>();
  let constants: JsonValue[] | null = null;
  let minimum = Number.NEGATIVE_INFINITY;
  let maximum = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    addProperties(part, properties);
    addPatterns(part, patterns);
    for (const name of listIn(part, "required")) required.add(String(name));
    if (Array.isArray(part.enum)) constants = part.enum;
    if ("const" in part) constants = [part.const as JsonValue];
    if (typeof part.minimum === "number") minimum = Math.max(minimum, part.minimum);
    if (typeof part.maximum === "number") maximum = Math.min(maximum, part.maximum);
  }
  const types = typesIn(parts, constants);
  const nothing = types === null && constants === null && !parts.some((part) => part.anyOf ?? part.oneOf);
  return { nothing, types, required, constants, minimum, maximum, properties, patterns };
}

function addProperties(part: Keywords, properties: Map<string, unknown>): void {
  for (const [name, schema] of Object.entries((part.properties as Keywords | undefined) ?? {})) {
    const earlier = properties.get(name);
    properties.set(name, earlier === undefined ? schema : { allOf: [earlier, schema] });
  }
}

function addPatterns(part: Keywords, patterns: [RegExp, unknown][]): void {
  for (const [pattern, schema] of Object.entries((part.patternProperties as Keywords | undefined) ?? {})) {
    try {
      patterns.push([new RegExp(pattern, "u"), schema]);
    } catch {
      throw new SchemaProblem(`The schema has an unusable pattern: ${pattern}`);
    }
  }
}

/** The list that a keyword must be. */
function listIn(part: Keywords, keyword: string): readonly unknown[] {
  const list = part[keyword] ?? [];
  if (!Array.isArray(list)) throw new SchemaProblem(`The schema's ${keyword} must be a list.`);
  return list;
}

/** The types that all parts allow; where none names any, those that the constants have or other keywords speak of. */
function typesIn(
  parts: readonly Keywords[],
  constants: readonly JsonValue[] | null,
): ReadonlySet<TypeName> | null {
  let types: Set<TypeName> | null = null;
  for (const part of parts) {
    if (part.type === undefined) continue;
    const own = [part.type].flat() as TypeName[];
    types = new Set(types === null ? own : own.filter((type) => types?.has(type)));
  }
  if (types !== null) return types;
  if (constants !== null) return new Set(constants.map(typeNameOf));
  const says = (keywords: readonly string[]) =>
    parts.some((part) => keywords.some((keyword) => part[keyword] !== undefined));
  if (says(KEYWORDS_OF_OBJECTS)) return new Set(["object"]);
  return says(KEYWORDS_OF_LISTS) ? new Set(["array"]) : null;
}

function typeNameOf(value: JsonValue): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as "object" | "string" | "boolean";
}

/** The first choice in schema objects that hold side by side; null when there is none. */
export function choiceIn(parts: readonly Keywords[]): Choice | null {
  const holder = parts.find((part) => Array.isArray(part.anyOf ?? part.oneOf));
  if (holder === undefined) return null;
  const { anyOf, oneOf, $ref, allOf, ...own } = holder;
  const others = parts.filter((part) => part !== holder).map(withoutReferences);
  const alone =
    Object.keys(own).every((keyword) => keyword.startsWith("$") || keyword === "description") &&
    others.length === 0;
  return { alternatives: (anyOf ?? oneOf) as unknown[], beside: alone ? [] : [own, ...others] };
}

/** What is referred to stands among the parts already. */
function withoutReferences(part: Keywords): Keywords {
  const { $ref, allOf, ...rest } = part;
  return rest;
}

/** What a key that is no property may hold, by the first part that says so; undefined when none does. */
export function additionalIn(parts: readonly Keywords[]): unknown {
  for (const part of parts) {
    const additional = part.additionalProperties ?? part.unevaluatedProperties;
    if (additional !== undefined) return additional;
  }
  return undefined;
}

/** What `items` says of the items that `prefixItems` does not speak of; undefined when nothing does. */
export function itemsIn(parts: readonly Keywords[]): unknown {
  return parts.find((part) => part.items !== undefined && !Array.isArray(part.items))?.items;
}
