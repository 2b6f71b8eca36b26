type Schema = Record<string, unknown>;

/** What becomes of properties that may be missing: each is demanded and may be null, or each may be missing still. */
type OptionalProperties = "nullable" | "optional";

/**
 * An answer's schema as strict providers take it; what it says no more, the answer is still judged by.
 *
 * OpenAI's strict mode demands that every property be required and every object closed, and its first models and Azure's
 * know no limits of length, range or number (platform.openai.com/docs/guides/structured-outputs, "Supported
 * schemas"); reading leaves out the nulls that this brings, each with a `null_omitted` in the journal. Anthropic's takes
 * properties that may be missing, but 24 at most, and 16 unions (platform.claude.com/docs/en/build-with-claude/structured-outputs).
 *
 * So: limits, patterns and formats go; an object of free keys cannot be said and is left out, alone or as a branch of a
 * union; so are the properties in `without`. Pure.
 */
export function reduceSchema(
  schema: Schema,
  { optional, without = [] }: { optional: OptionalProperties; without?: readonly string[] },
): Schema {
  const reduce = (part: Schema): Schema | null => {
    if (Array.isArray(part.anyOf)) return reduceUnion(part, part.anyOf as Schema[]);
    if (part.type === "object") return isClosed(part) ? reduceObject(part) : null;
    if (part.type === "array") {
      const items = reduce((part.items ?? {}) as Schema);
      return items && { ...said(part), items };
    }
    return said(part);
  };

  function reduceUnion(part: Schema, branches: readonly Schema[]): Schema | null {
    const left = branches.flatMap((branch) => reduce(branch) ?? []);
    if (left.length === 0) return null;
    const [only] = left;
    return only && left.length === 1 ? { ...said(part), ...only } : { ...said(part), anyOf: left };
  }

  function reduceObject(part: Schema): Schema {
    const demanded = (part.required ?? []) as string[];
    const properties = Object.entries(part.properties as Record<string, Schema>).flatMap(
      ([name, property]) => {
        const reduced = without.includes(name) ? null : reduce(property);
        if (reduced === null) return [];
        const asIs = demanded.includes(name) || optional === "optional";
        return [[name, asIs ? reduced : orNull(reduced)] as const];
      },
    );
    const names = properties.map(([name]) => name);
    return {
      ...said(part),
      properties: Object.fromEntries(properties),
      required: optional === "nullable" ? names : names.filter((name) => demanded.includes(name)),
      additionalProperties: false,
    };
  }

  return reduce(schema) ?? {};
}

const SAID = ["type", "description", "enum", "const"];

function said(part: Schema): Schema {
  const kept = Object.fromEntries(Object.entries(part).filter(([keyword]) => SAID.includes(keyword)));
  return Array.isArray(kept.enum) && kept.type === undefined ? { type: "string", ...kept } : kept;
}

function isClosed({ properties, additionalProperties }: Schema): boolean {
  return additionalProperties === false && Object.keys((properties ?? {}) as object).length > 0;
}

function orNull(part: Schema): Schema {
  const scalar =
    typeof part.type === "string" && !["object", "array"].includes(part.type) && part.enum === undefined;
  if (scalar) return { ...part, type: [part.type, "null"] };
  const { description, ...rest } = part;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, { type: "null" }] };
}
