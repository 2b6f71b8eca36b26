import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Static, type TSchema, Type } from "typebox";
import { type FieldError, ViveroError } from "./errors.ts";
import { faultSentences } from "./fault-sentences.ts";
import { nestedTooDeep } from "./nesting.ts";

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  allowUnionTypes: true,
  ownProperties: true,
  verbose: true,
});
addFormats.default(ajv);

const compiled = new WeakMap<TSchema, ValidateFunction>();

function compile(schema: TSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  // Each schema is compiled without its $id: several schemas embed the same named part, and Ajv refuses an id twice.
  const validate = ajv.compile(withoutIds(schema));
  compiled.set(schema, validate);
  return validate;
}

function withoutIds(schema: unknown): TSchema {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === "$id" ? undefined : value))) as TSchema;
}

/** A JSON pointer of Ajv (`/capabilities/0/name`) as the path that people read (`capabilities[0].name`). */
export function readablePath(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}

/** How much of an offending value is shown. */
const SHOWN_CHARACTERS = 80;

/** A value as JSON, cut after 80 characters (code points): enough to recognize it. */
export function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  if (text.length <= SHOWN_CHARACTERS) return text;
  // No character is longer than two UTF-16 units.
  const characters = [...text.slice(0, 2 * (SHOWN_CHARACTERS + 1))];
  return characters.length <= SHOWN_CHARACTERS ? text : `${characters.slice(0, SHOWN_CHARACTERS).join("")}…`;
}

/** The field that is missing or too much, for the two rules that Ajv reports at the object around it. */
function innerField({ keyword, params }: ErrorObject): string | undefined {
  if (keyword === "required") return String(params.missingProperty);
  return keyword === "additionalProperties" ? String(params.additionalProperty) : undefined;
}

function fieldError(error: ErrorObject): FieldError {
  const at = readablePath(error.instancePath);
  const field = innerField(error);
  const path = field === undefined ? at : at === "" ? field : `${at}.${field}`;
  const value =
    error.keyword === "additionalProperties"
      ? (error.data as Record<string, unknown>)[field ?? ""]
      : error.data;
  return {
    path,
    ...faultSentences(error),
    ...(error.keyword === "required" ? {} : { value: shortened(value) }),
  };
}

/** What is wrong in each of several shapes says less than that none of them fits. */
const isBranchOfUnion = ({ schemaPath }: ErrorObject) => /\/anyOf\/\d+\//.test(schemaPath);

/**
 * Every place where a value breaks a schema, in the order of the schema; empty when it holds. A value that is nested too
 * deeply breaks every schema, and that is all that is said of it. Never throws and never changes the value.
 */
export function validationErrors(schema: TSchema, value: unknown): FieldError[] {
  const tooDeep = nestedTooDeep(value);
  if (tooDeep) return [tooDeep];
  const validate = compile(schema);
  return validate(value)
    ? []
    : (validate.errors ?? []).filter((error) => !isBranchOfUnion(error)).map(fieldError);
}

/**
 * A function that takes an unknown value and returns it typed, or throws.
 * tRPC takes it as an `input`, the gateway as the check of a body or query.
 * @throws ViveroError INVALID_REQUEST with every field at fault in `details.errors`.
 */
export function parser<T extends TSchema>(schema: T, what = "request"): (value: unknown) => Static<T> {
  return (value) => {
    const errors = validationErrors(schema, value);
    if (errors.length === 0) return value as Static<T>;
    const first = errors[0];
    const where = first?.path ? `${first.path} ` : "";
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    throw new ViveroError("INVALID_REQUEST", `The ${what} is not valid: ${where}${first?.message}${more}.`, {
      details: { errors },
    });
  };
}

/** A date and time as ISO 8601 in UTC with milliseconds. */
export const Timestamp = Type.String({ format: "date-time", description: "ISO 8601, UTC." });

/** The identity of a row within an organization. */
export const Id = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: "A positive integer.",
});

/** `T | null`, for values that a row may lack. */
export function Nullable<T extends TSchema>(schema: T): Type.TUnion<[T, Type.TNull]> {
  return Type.Union([schema, Type.Null()]);
}

/** One page of a list and the cursor of the next, null at the end. Cursors are opaque. */
export function Page<T extends TSchema>(id: string, item: T) {
  return Type.Object(
    {
      items: Type.Array(item),
      nextCursor: Nullable(Type.String({ description: "Give it back as `cursor` for the next page." })),
    },
    {
      $id: id,
      description: "One page of a list; nextCursor is null at its end.",
      additionalProperties: false,
    },
  );
}

/** What every list takes: where to go on, and how many at most. */
export const PageQuery = {
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "From the page before." })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: 50, description: "How many at most." }),
  ),
};
