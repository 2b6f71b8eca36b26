import type { JsonScalar, JsonValue } from "./json.ts";
import { plainName } from "./names.ts";
import { type Keywords, SchemaProblem, type TypeName } from "./schema-keywords.ts";
import { aliasTableOf, valueTableOf } from "./shape-aliases.ts";
import type { ShapeBook } from "./shape-book.ts";

interface PropertyEntry {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  /** Colons in its name. */
  readonly colons: number;
}

interface ScalarTypes {
  readonly text: boolean;
  readonly number: boolean;
  readonly integer: boolean;
  readonly truth: boolean;
  readonly nothing: boolean;
}

/** A choice within a choice within … is followed so far. */
const DEEPEST_CHOICE = 8;

/** How many names of keys one shape remembers the meaning of. */
const MOST_REMEMBERED = 1_000;

const NOT_TEXT: readonly TypeName[] = ["object", "array", "number", "integer", "boolean", "null"];

/** What a schema says of one place, as far as reading needs it: types, names, items, choices. */
export class Shape {
  readonly book: ShapeBook;
  /** `null` when any type will do. */
  readonly types: ReadonlySet<TypeName> | null;
  /** Nothing is said here: every value is read as it stands. */
  readonly anything: boolean;
  readonly required: ReadonlySet<string>;
  /** The values of `enum` or `const`. */
  readonly constants: readonly JsonValue[] | null;
  readonly minimum: number;
  readonly maximum: number;
  readonly propertyNames: readonly string[];
  private readonly parts: readonly Keywords[];
  private readonly nesting: number;
  private readonly properties = new Map<string, PropertyEntry>();
  private readonly usualOrder: PropertyEntry[] = [];
  private readonly propertySchemas = new Map<string, unknown>();
  private readonly patterns: [RegExp, unknown][] = [];
  private branchShapes: Shape[] | null | undefined;
  private aliasTable: ReadonlyMap<string, string> | undefined;
  private valueTable: ReadonlyMap<string, JsonValue> | undefined;
  private itemShape: Shape | undefined;
  private scalars: ScalarTypes | undefined;
  private objectJudge: Shape | null | undefined;
  private listJudge: Shape | null | undefined;
  private onlyText: boolean | undefined;
  private readonly aliases = new Map<string, string | undefined>();
  private readonly admitted = new Map<TypeName, boolean>();

  /** @param nesting how many choices it stands in, each with something said beside it. */
  constructor(book: ShapeBook, parts: readonly Keywords[], nesting = 0) {
    if (nesting > DEEPEST_CHOICE) throw new SchemaProblem("A schema's choices hold themselves.");
    this.book = book;
    this.parts = parts;
    this.nesting = nesting;
    const required = new Set<string>();
    let constants: JsonValue[] | null = null;
    let minimum = Number.NEGATIVE_INFINITY;
    let maximum = Number.POSITIVE_INFINITY;
    for (const part of parts) {
      this.takeProperties(part);
      for (const name of listIn(part, "required")) required.add(String(name));
      if (Array.isArray(part.enum)) constants = part.enum;
      if ("const" in part) constants = [part.const as JsonValue];
      if (typeof part.minimum === "number") minimum = Math.max(minimum, part.minimum);
      if (typeof part.maximum === "number") maximum = Math.min(maximum, part.maximum);
    }
    this.required = required;
    this.constants = constants;
    this.minimum = minimum;
    this.maximum = maximum;
    this.propertyNames = [...this.propertySchemas.keys()];
    this.types = this.typesOf();
    this.anything =
      this.types === null && constants === null && !parts.some((part) => part.anyOf ?? part.oneOf);
  }

  private takeProperties(part: Keywords): void {
    for (const [name, schema] of Object.entries((part.properties as Keywords | undefined) ?? {})) {
      const earlier = this.propertySchemas.get(name);
      this.propertySchemas.set(name, earlier === undefined ? schema : { allOf: [earlier, schema] });
    }
    for (const [pattern, schema] of Object.entries((part.patternProperties as Keywords | undefined) ?? {})) {
      try {
        this.patterns.push([new RegExp(pattern, "u"), schema]);
      } catch {
        throw new SchemaProblem(`The schema has an unusable pattern: ${pattern}`);
      }
    }
  }

  private typesOf(): ReadonlySet<TypeName> | null {
    let types: Set<TypeName> | null = null;
    for (const part of this.parts) {
      if (part.type === undefined) continue;
      const own = [part.type].flat() as TypeName[];
      types = new Set(types === null ? own : own.filter((type) => types?.has(type)));
    }
    if (types !== null) return types;
    if (this.constants !== null) return new Set(this.constants.map(typeNameOf));
    const says = (...keywords: string[]) =>
      this.parts.some((part) => keywords.some((keyword) => part[keyword] !== undefined));
    if (says("properties", "required", "additionalProperties", "patternProperties"))
      return new Set(["object"]);
    return says("items", "prefixItems") ? new Set(["array"]) : null;
  }

  /** Whether a value of this type can stand here, in this shape or in one of its branches. */
  admits(type: TypeName): boolean {
    const known = this.admitted.get(type);
    if (known !== undefined) return known;
    this.admitted.set(type, false);
    const branches = this.branches();
    const answer =
      branches === null
        ? this.types === null || this.types.has(type) || (type === "integer" && this.types.has("number"))
        : branches.some((branch) => branch.admits(type));
    this.admitted.set(type, answer);
    return answer;
  }

  /** Where only a text is due, the answer is that text, JSON in it or not. */
  admitsOnlyText(): boolean {
    this.onlyText ??=
      this.constants === null && this.admits("string") && !NOT_TEXT.some((type) => this.admits(type));
    return this.onlyText;
  }

  /** Whether a scalar stands here just as it is. */
  takesScalar(value: JsonScalar): boolean {
    if (this.constants !== null) return this.constants.includes(value);
    if (this.anything) return true;
    this.scalars ??= this.scalarTypes();
    if (typeof value === "string") return this.scalars.text;
    if (typeof value === "number")
      return this.scalars.number || (this.scalars.integer && Number.isInteger(value));
    return value === null ? this.scalars.nothing : this.scalars.truth;
  }

  private scalarTypes(): ScalarTypes {
    const free = this.branches() === null || this.branches()?.every((branch) => branch.constants === null);
    const takes = (type: TypeName) => free === true && this.admits(type);
    return {
      text: takes("string"),
      number: takes("number"),
      integer: takes("integer"),
      truth: takes("boolean"),
      nothing: takes("null"),
    };
  }

  /** The alternatives of `anyOf` or `oneOf`, each together with what is said beside them. */
  branches(): Shape[] | null {
    if (this.branchShapes !== undefined) return this.branchShapes;
    const holder = this.parts.find((part) => Array.isArray(part.anyOf ?? part.oneOf));
    if (holder === undefined) {
      this.branchShapes = null;
      return null;
    }
    const { anyOf, oneOf, $ref, allOf, ...beside } = holder;
    const others = this.parts.filter((part) => part !== holder).map(withoutReferences);
    const alone =
      Object.keys(beside).every((keyword) => keyword.startsWith("$") || keyword === "description") &&
      others.length === 0;
    this.branchShapes = ((anyOf ?? oneOf) as unknown[]).map((branch) =>
      alone
        ? this.book.shapeOf(branch)
        : new Shape(this.book, [beside, ...others, ...this.book.flatten(branch)], this.nesting + 1),
    );
    return this.branchShapes;
  }

  /** The shape that judges an object here: this one, or its one branch that admits any; undefined when neither is so. */
  judgeOfObjects(): Shape | undefined {
    if (this.objectJudge === undefined) this.objectJudge = this.judgeOf("object") ?? null;
    return this.objectJudge ?? undefined;
  }

  /** The same for a list. */
  judgeOfLists(): Shape | undefined {
    if (this.listJudge === undefined) this.listJudge = this.judgeOf("array") ?? null;
    return this.listJudge ?? undefined;
  }

  /** This shape, or its one branch that admits the type and says nothing of it. */
  private judgeOf(type: "object" | "array"): Shape | undefined {
    if (this.anything) return this;
    const branches = this.branches();
    if (branches === null) return this.types === null || this.types.has(type) ? this : undefined;
    const admitting = branches.filter((branch) => branch.admits(type));
    const [only] = admitting;
    if (only === undefined || admitting.length > 1 || only.branches() !== null) return undefined;
    return only.anything || only.propertyNames.length === 0 ? only : undefined;
  }

  has(property: string): boolean {
    return this.propertySchemas.has(property);
  }

  property(name: string): Shape | undefined {
    return this.propertyEntry(name)?.shape;
  }

  /** The shape of a property, and whether it must be there. */
  propertyEntry(name: string): PropertyEntry | undefined {
    const known = this.properties.get(name);
    if (known !== undefined || !this.propertySchemas.has(name)) return known;
    const entry = {
      name,
      shape: this.book.shapeOf(this.propertySchemas.get(name)),
      required: this.required.has(name),
      colons: name.split(":").length - 1,
    };
    this.properties.set(name, entry);
    return entry;
  }

  /** The same, quicker where most objects have their properties in the same order. @param position from 0, in the object. */
  propertyEntryAt(position: number, name: string): PropertyEntry | undefined {
    const usual = this.usualOrder[position];
    if (usual !== undefined && usual.name === name) return usual;
    const entry = this.propertyEntry(name);
    if (entry !== undefined && position <= this.usualOrder.length) this.usualOrder[position] = entry;
    return entry;
  }

  /** What a key that is no property may hold; false when such a key is forbidden. */
  additional(key: string): Shape | false {
    const pattern = this.patterns.find(([expression]) => expression.test(key));
    if (pattern !== undefined) return this.book.shapeOf(pattern[1]);
    for (const part of this.parts) {
      const additional = part.additionalProperties ?? part.unevaluatedProperties;
      if (additional === false) return false;
      if (additional !== undefined) return this.book.shapeOf(additional);
    }
    return this.book.shapeOf(true);
  }

  items(index: number): Shape {
    for (const part of this.parts) {
      const prefix = part.prefixItems;
      if (Array.isArray(prefix) && index < prefix.length) return this.book.shapeOf(prefix[index]);
    }
    if (this.itemShape === undefined) {
      const holder = this.parts.find((part) => part.items !== undefined && !Array.isArray(part.items));
      this.itemShape = this.book.shapeOf(holder?.items ?? true);
    }
    return this.itemShape;
  }

  /** The property that another name stands for: by case and accents, by `x-aliases`, by synonyms. */
  alias(key: string): string | undefined {
    if (this.aliases.has(key)) return this.aliases.get(key);
    this.aliasTable ??= aliasTableOf(this, this.parts);
    const property = this.aliasTable.get(plainName(key));
    if (this.aliases.size < MOST_REMEMBERED) this.aliases.set(key, property);
    return property;
  }

  /** The constants by their plain names, `x-aliases` and synonyms. */
  constantNames(): ReadonlyMap<string, JsonValue> {
    this.valueTable ??= valueTableOf(this.constants ?? [], this.parts, this.book.synonyms);
    return this.valueTable;
  }
}

/** The list that a keyword must be. */
function listIn(part: Keywords, keyword: string): readonly unknown[] {
  const list = part[keyword] ?? [];
  if (!Array.isArray(list)) throw new SchemaProblem(`The schema's ${keyword} must be a list.`);
  return list;
}

function withoutReferences(part: Keywords): Keywords {
  const { $ref, allOf, ...rest } = part;
  return rest;
}

function typeNameOf(value: JsonValue): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as "object" | "string" | "boolean";
}
