import type { GenerationRequest } from "@vivero/contracts";
import { FIELDS } from "./fields.ts";

export type FieldValue = string | number | readonly string[];

/** What the form holds: every field by its path, empty ones as empty texts and lists. */
export type Values = { language: "es" | "en" } & Readonly<Record<string, FieldValue>>;

type Loose = Readonly<Record<string, unknown>>;

function valueAt(request: Loose, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? (value as Loose)[key] : undefined),
      request,
    );
}

const isText = (value: unknown): value is string => typeof value === "string";

/** A request, however partial, as the form holds it. */
export function valuesOf(request: Loose, language: "es" | "en"): Values {
  const values: Record<string, FieldValue> = {};
  for (const { path, kind } of FIELDS) {
    const value = valueAt(request, path);
    if (kind === "list") values[path] = Array.isArray(value) ? value.filter(isText) : [];
    else if (kind === "months") values[path] = typeof value === "number" ? value : "";
    else values[path] = isText(value) ? value : "";
  }
  return {
    ...values,
    language: request.language === "es" || request.language === "en" ? request.language : language,
  };
}

/** What the form holds as a request: blank fields are left out, so it may lack what is due. */
export function requestOf(values: Values): Loose {
  const request: Record<string, unknown> = {
    language: values.language,
    identity: {},
    situation: {},
    intent: {},
    resources: {},
    horizon: {},
  };
  for (const { path, step, name, kind } of FIELDS) {
    const value = values[path];
    const given = Array.isArray(value)
      ? value.map((line) => line.trim()).filter((line) => line !== "")
      : value;
    const isBlank =
      given === undefined ||
      (isText(given) && given.trim() === "") ||
      (Array.isArray(given) && given.length === 0);
    if (isBlank) continue;
    const clean = kind === "line" && isText(given) ? given.trim() : given;
    if (path === name) request[name] = clean;
    else (request[step] as Record<string, unknown>)[name] = clean;
  }
  return request;
}

/** A request in which nothing that is due is missing; ask `faultsOf` first. */
export const completeRequest = (values: Values): GenerationRequest => requestOf(values) as GenerationRequest;

/** Whether anything was filled in yet. */
export function isEmpty(values: Values): boolean {
  return FIELDS.every(({ path }) => {
    const value = values[path];
    return (
      value === "" ||
      value === undefined ||
      (Array.isArray(value) && value.every((line) => line.trim() === ""))
    );
  });
}
