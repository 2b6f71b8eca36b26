import type { JsonSchema } from "./json.ts";
import { plainName } from "./names.ts";
import { type Keywords, SchemaProblem } from "./schema-keywords.ts";
import { Shape } from "./shape.ts";
import type { Synonyms } from "./synonyms.ts";

/** All shapes of one schema with one set of synonyms; each is made when first asked for, and once. */
export class ShapeBook {
  readonly synonyms: Synonyms;
  /** The plain names of keys that only wrap an answer. */
  readonly wrappers: ReadonlySet<string>;
  private readonly schema: JsonSchema;
  private readonly shapes = new Map<unknown, Shape>();
  private readonly synonymKeys = new Map<string, string[]>();

  constructor(schema: JsonSchema, synonyms: Synonyms) {
    this.schema = schema;
    this.synonyms = synonyms;
    this.wrappers = new Set((synonyms.wrappers ?? []).map(plainName));
    for (const [property, names] of Object.entries(synonyms.properties ?? {})) {
      this.synonymKeys.set(property, names.map(plainName));
    }
  }

  root(): Shape {
    return this.shapeOf(this.schema);
  }

  shapeOf(schema: unknown): Shape {
    const known = this.shapes.get(schema);
    if (known !== undefined) return known;
    const shape = new Shape(this, this.flatten(schema));
    this.shapes.set(schema, shape);
    return shape;
  }

  /** How else a property may be called, in plain names. */
  namesOf(property: string): readonly string[] {
    return this.synonymKeys.get(property) ?? [];
  }

  /** The schema with all that it refers to and combines by `allOf`, side by side. */
  flatten(schema: unknown): Keywords[] {
    const parts: Keywords[] = [];
    const waiting: unknown[] = [schema];
    const seen = new Set<unknown>();
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (next === true || next === undefined) continue;
      if (next === false) parts.push({ type: [] });
      else if (typeof next !== "object" || next === null || Array.isArray(next)) {
        throw new SchemaProblem("A schema must be an object or a boolean.");
      } else {
        if (seen.has(next)) throw new SchemaProblem("A schema refers only to itself.");
        seen.add(next);
        const keywords = next as Keywords;
        parts.push(keywords);
        if (keywords.$ref !== undefined) waiting.push(this.resolve(keywords.$ref));
        if (Array.isArray(keywords.allOf)) waiting.push(...keywords.allOf);
      }
    }
    return parts;
  }

  private resolve(reference: unknown): unknown {
    if (typeof reference !== "string") throw new SchemaProblem("A $ref must be a string.");
    const root = this.schema as Keywords;
    if (reference === "#" || reference === root.$id) return root;
    if (reference.startsWith("#/")) {
      let at: unknown = root;
      for (const step of reference.slice(2).split("/")) {
        const key = decoded(step).replaceAll("~1", "/").replaceAll("~0", "~");
        at =
          typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as Keywords)[key] : undefined;
      }
      if (at !== undefined) return at;
    }
    const definitions = Object.entries((root.$defs ?? root.definitions ?? {}) as Keywords);
    const found = definitions.find(([name, value]) => {
      if (typeof value !== "object" || value === null) return name === reference;
      const keywords = value as Keywords;
      return name === reference || keywords.$id === reference || `#${keywords.$anchor}` === reference;
    });
    if (found === undefined)
      throw new SchemaProblem(`The schema refers to ${reference}, which is not in it.`);
    return found[1];
  }
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    throw new SchemaProblem(`The schema has an unusable reference: ${step}`);
  }
}
