import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Static, TObject } from "typebox";

const ajv = new Ajv2020({ allErrors: true, coerceTypes: true, useDefaults: true, strict: false });
addFormats.default(ajv);

/** A setting is missing or absurd. Its message is one sentence for the person who starts the process. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/**
 * Reads the settings that a schema names from the environment: an empty variable counts as absent, numbers and
 * booleans are coerced, defaults are filled in.
 * @throws ConfigurationError that names each variable at fault and what it is for; never its value, which may be secret.
 */
export function readEnvironment<T extends TObject>(
  schema: T,
  source: Readonly<Record<string, string | undefined>>,
): Static<T> {
  const names = Object.keys(schema.properties);
  const settings = Object.fromEntries(
    names.filter((name) => source[name]).map((name) => [name, source[name]]),
  );
  const validate = ajv.compile(schema);
  if (validate(settings)) return settings as Static<T>;
  const faults = (validate.errors ?? []).map((error) => {
    const missing = error.keyword === "required";
    const name = missing ? String(error.params.missingProperty) : error.instancePath.slice(1);
    const purpose = (schema.properties[name] as { description?: string } | undefined)?.description;
    return `${name} ${missing ? "is not set" : error.message}${purpose ? ` (${purpose})` : ""}`;
  });
  throw new ConfigurationError(`The settings do not hold: ${[...new Set(faults)].join("; ")}.`);
}
