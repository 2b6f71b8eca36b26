/**
 * One text for one JSON value: object keys in order of their UTF-16 code units, no spaces, numbers and strings as
 * ECMAScript writes them (RFC 8785). The value that comes back from a jsonb column gives the same text.
 *
 * Accepts what JSON.stringify accepts: Dates become ISO texts, undefined members vanish.
 *
 * @throws TypeError, naming the place, for what jsonb cannot hold or would change unseen: NaN, infinities, bigints,
 *   functions, NUL characters, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$");
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case "string":
      return writeString(value, path);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot hold`);
      return JSON.stringify(value);
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "null" : writeObject(value, path);
    default:
      throw new TypeError(`${path} is a ${typeof value}, which JSON cannot hold`);
  }
}

function writeString(text: string, path: string): string {
  if (!text.isWellFormed() || text.includes("\0")) {
    throw new TypeError(
      `${path} holds a NUL character or half a surrogate pair, which PostgreSQL cannot store`,
    );
  }
  return JSON.stringify(text);
}

function writeObject(value: object, path: string): string {
  if ("toJSON" in value && typeof value.toJSON === "function") return write(value.toJSON(), path);
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, index) => write(item ?? null, `${path}[${index}]`)).join(",")}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${writeString(key, path)}:${write(member, `${path}.${key}`)}`);
  return `{${members.join(",")}}`;
}
