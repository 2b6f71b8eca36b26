import { additionalIn, choiceIn, combineKeywords, itemsIn } from "./combined-keywords.ts";
import type { JsonScalar, JsonValue } from "./json.ts";
import { plainName } from "./names.ts";
import { type ScalarTypes, scalarTypesOf, takesOnlyText } from "./scalar-types.ts";
import { type Keywords, SchemaProblem, type TypeName } from "./schema-keywords.ts";
import { aliasTableOf, valueTableOf } from "./shape-aliases.ts";
import type { ShapeBook } from "./shape-book.ts";
import { judgeOf } from "./shape-judge.ts";

interface PropertyEntry {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  /** Colons in its name. */
  readonly colons: number;
}

/** A choice within a choice within … is followed so far. */
const DEEPEST_CHOICE = 8;

/** How many names of keys one shape remembers the meaning of. */
const MOST_REMEMBERED = 1_000;

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
  private readonly propertySchemas: ReadonlyMap<string, unknown>;
  private readonly patterns: readonly (readonly [RegExp, unknown])[];
  private branchShapes: Shape[] | null | undefined;
  private aliasTable: ReadonlyMap<string, string> | undefined;
  private valueTable: ReadonlyMap<string, JsonValue> | undefined;
  private itemShape: Shape | undefined;
  /** How many items of a list have a shape of their own; known once the shape of the others is. */
  private prefixLength = 0;
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
    const said = combineKeywords(parts);
    this.propertySchemas = said.properties;
    this.patterns = said.patterns;
    this.required = said.required;
    this.constants = said.constants;
    this.minimum = said.minimum;
    this.maximum = said.maximum;
    this.propertyNames = [...said.properties.keys()];
    this.types = said.types;
    this.anything = said.nothing;
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
    this.onlyText ??= takesOnlyText(this);
    return this.onlyText;
  }

  /** Whether a scalar stands here just as it is. */
  takesScalar(value: JsonScalar): boolean {
    if (this.constants !== null) return this.constants.includes(value);
    if (this.anything) return true;
    this.scalars ??= scalarTypesOf(this);
    if (typeof value === "string") return this.scalars.text;
    if (typeof value === "number")
      return this.scalars.number || (this.scalars.integer && Number.isInteger(value));
    return value === null ? this.scalars.nothing : this.scalars.truth;
  }

  /** The alternatives of `anyOf` or `oneOf`, each together with what is said beside them. */
  branches(): Shape[] | null {
    if (this.branchShapes !== undefined) return this.branchShapes;
    const choice = choiceIn(this.parts);
    if (choice === null) {
      this.branchShapes = null;
      return null;
    }
    const { alternatives, beside } = choice;
    this.branchShapes = alternatives.map((branch) =>
      beside.length === 0
        ? this.book.shapeOf(branch)
        : new Shape(this.book, [...beside, ...this.book.flatten(branch)], this.nesting + 1),
    );
    return this.branchShapes;
  }

  /** The shape that judges an object here: this one, or its one branch that admits any; undefined when neither is so. */
  judgeOfObjects(): Shape | undefined {
    if (this.objectJudge === undefined) this.objectJudge = judgeOf(this, "object") ?? null;
    return this.objectJudge ?? undefined;
  }

  /** The same for a list. */
  judgeOfLists(): Shape | undefined {
    if (this.listJudge === undefined) this.listJudge = judgeOf(this, "array") ?? null;
    return this.listJudge ?? undefined;
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
    const additional = additionalIn(this.parts);
    if (additional === false) return false;
    return this.book.shapeOf(additional === undefined ? true : additional);
  }

  items(index: number): Shape {
    if (this.itemShape !== undefined && index >= this.prefixLength) return this.itemShape;
    for (const part of this.parts) {
      const prefix = part.prefixItems;
      if (!Array.isArray(prefix)) continue;
      if (index < prefix.length) return this.book.shapeOf(prefix[index]);
      this.prefixLength = Math.max(this.prefixLength, prefix.length);
    }
    this.itemShape ??= this.book.shapeOf(itemsIn(this.parts) ?? true);
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
