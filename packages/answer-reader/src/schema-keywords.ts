export type TypeName = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

/** One schema object, as it is written. */
export type Keywords = { readonly [keyword: string]: unknown };

/** The schema cannot be used: a reference that leads nowhere or only to itself, a keyword of the wrong type. */
export class SchemaProblem extends Error {}
