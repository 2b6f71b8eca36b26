import type { FieldError } from "@vivero/contracts";
import type { Judgement } from "./judge-answer.ts";

/** A text of this many UTF-16 units before and after the place where reading failed. */
const AROUND = 300;
const MOST_EXCERPTS = 10;
const LONGEST_EXCERPT = 400;
const LONGEST_TEXT = 80;

/**
 * The parts of an answer that are at fault, for the model that is asked again: the text around the place where it could not
 * be read, or each entity with a fault, with its own fields and without what hangs from it. At most ten of 600
 * characters; none of an empty answer. Pure.
 */
export function faultExcerpts(text: string, judgement: Judgement): string[] {
  if (judgement.readable) return entitiesAtFault(judgement.value, judgement.errors);
  if (judgement.offset === null || text.trim() === "") return [];
  const from = Math.max(0, judgement.offset - AROUND);
  const to = Math.min(text.length, judgement.offset + AROUND);
  return [`${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`];
}

function entitiesAtFault(value: unknown, errors: readonly FieldError[]): string[] {
  const excerpts = new Map<string, string>();
  for (const { path } of errors) {
    if (excerpts.size === MOST_EXCERPTS) break;
    const { at, entity } = nearestEntity(value, path);
    excerpts.set(at, shortened(`${at === "" ? "" : `${at}: `}${ownFields(entity)}`, LONGEST_EXCERPT));
  }
  return [...excerpts.values()];
}

/** The innermost object on the way to a path, and its own path. */
function nearestEntity(root: unknown, path: string): { at: string; entity: object } {
  let found = { at: "", entity: isObject(root) ? root : {} };
  let value: unknown = root;
  let at = "";
  for (const [step] of path.matchAll(/\[\d+\]|[^.[\]]+/g)) {
    const index = step.startsWith("[") ? step.slice(1, -1) : step;
    value = isObject(value) && Object.hasOwn(value, index) ? (value as Record<string, unknown>)[index] : null;
    at += step.startsWith("[") || at === "" ? step : `.${step}`;
    if (isObject(value) && !Array.isArray(value)) found = { at, entity: value };
  }
  return found;
}

function ownFields(entity: object): string {
  const fields = Object.entries(entity).map(([key, value]) => `${JSON.stringify(key)}: ${inShort(value)}`);
  return `{${fields.join(", ")}}`;
}

function inShort(value: unknown): string {
  if (Array.isArray(value)) return `[… ${value.length}]`;
  if (isObject(value)) return "{…}";
  return shortened(JSON.stringify(value) ?? "null", LONGEST_TEXT);
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
