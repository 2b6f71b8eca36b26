export type JsonScalar = string | number | boolean | null;

/** Any value that JSON can write. */
export type JsonValue = JsonScalar | JsonValue[] | { [key: string]: JsonValue };

/** A JSON Schema of draft 2020-12, as an object or a boolean. The reader uses the keywords that tell shape and names. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Sets an own property whatever its name: `__proto__` must become a key, not a prototype. */
export function setOwn(target: { [key: string]: JsonValue }, key: string, value: JsonValue): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}
