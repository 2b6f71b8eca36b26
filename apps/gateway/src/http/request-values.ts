import { parser, ViveroError } from "@vivero/contracts";
import type { Context } from "hono";
import type { Static, TObject, TSchema } from "typebox";

/** Text of a path or query as the JSON value that its schema is due; what does not fit stays text and is refused. */
function coerced(schema: TSchema | undefined, text: string): unknown {
  const type = (schema as { type?: string } | undefined)?.type;
  if (type === "integer" || type === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

/**
 * Path or query parameters as the schema types them.
 * @throws ViveroError INVALID_REQUEST with each parameter at fault.
 */
export function parameters<T extends TObject>(
  schema: T,
  values: Record<string, string>,
  what: string,
): Static<T> {
  const entries = Object.entries(values).map(([name, text]) => [
    name,
    coerced(schema.properties[name], text),
  ]);
  return parser(schema, what)(Object.fromEntries(entries));
}

/**
 * The JSON body as the schema types it; an absent body counts as `{}`.
 * @throws ViveroError INVALID_REQUEST when it is not JSON, is sent as something else, or does not fit.
 */
export async function jsonBody<T extends TSchema>(c: Context, schema: T): Promise<Static<T>> {
  const text = await c.req.text();
  if (text === "") return parser(schema, "body")({});
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new ViveroError(
      "INVALID_REQUEST",
      `Send the body as application/json, not as ${type || "no type"}.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ViveroError("INVALID_REQUEST", `The body is not JSON: ${(cause as Error).message}.`, { cause });
  }
  return parser(schema, "body")(value);
}
