import type { JournalKind } from "./journal.ts";
import type { JsonScalar, JsonValue } from "./json.ts";
import { plainName, plainWords } from "./names.ts";
import { readNumber } from "./number-in-text.ts";
import type { Shape } from "./shape.ts";
import type { SourceNode } from "./source-node.ts";

/** A scalar that became another value, and how. */
export interface ScalarReading {
  readonly value: JsonValue;
  readonly kind: JournalKind;
}

/**
 * What a scalar becomes in a shape of scalars: `"18 meses"` a number, `"Crecimiento"` a value of an enum.
 *
 * @param source the scalar as it stands in the text.
 * @returns "fits" when it stays as it is, undefined when it cannot be made to fit.
 */
export function readScalar(
  node: SourceNode,
  shape: Shape,
  key: string,
  source: string,
): ScalarReading | "fits" | undefined {
  const { value } = node;
  if (shape.constants !== null) return readConstant(value, shape);
  switch (typeof value) {
    case "string":
      return readText(value, shape, key);
    case "number":
      if (shape.admits("number") || (Number.isInteger(value) && shape.admits("integer"))) return "fits";
      return shape.admits("string") ? { value: source, kind: "text_made" } : undefined;
    case "boolean":
      if (shape.admits("boolean")) return "fits";
      return shape.admits("string") ? { value: String(value), kind: "text_made" } : undefined;
    default:
      return shape.admits("null") ? "fits" : undefined;
  }
}

function readText(text: string, shape: Shape, key: string): ScalarReading | "fits" | undefined {
  if (shape.admits("string")) return "fits";
  if (shape.admits("number") || shape.admits("integer")) {
    const number = readNumber(text, shape, key);
    if (number !== undefined)
      return { value: number.value, kind: number.ambiguous ? "number_guessed" : "number_read" };
  }
  if (shape.admits("boolean")) return readBoolean(text);
  return undefined;
}

const TRUE_WORDS = new Set(["true", "yes", "si", "verdadero"]);
const FALSE_WORDS = new Set(["false", "no", "falso"]);

/** A text that says true or false: the very word, or one of `true` and `false` among others but not both. */
function readBoolean(text: string): ScalarReading | undefined {
  if (text.length > 5_000) return undefined;
  const words = plainWords(text);
  const only = words.length === 1 ? (words[0] ?? "") : "";
  if (TRUE_WORDS.has(only)) return { value: true, kind: "boolean_read" };
  if (FALSE_WORDS.has(only)) return { value: false, kind: "boolean_read" };
  const saysTrue = words.includes("true");
  const saysFalse = words.includes("false");
  return saysTrue === saysFalse ? undefined : { value: saysTrue, kind: "value_found_in_text" };
}

function readConstant(value: JsonScalar, shape: Shape): ScalarReading | "fits" | undefined {
  const constants = shape.constants ?? [];
  if (constants.includes(value)) return "fits";
  if (typeof value !== "string") return undefined;
  const exact = shape.constantNames().get(plainName(value));
  if (exact !== undefined) return { value: exact, kind: "enum_matched" };
  const asNumber = constants.find(
    (constant) => typeof constant !== "string" && String(constant) === value.trim(),
  );
  if (asNumber !== undefined) return { value: asNumber, kind: "number_read" };
  return constantInText(value, shape);
}

/** The one constant that a text names as a word or words: `"ONE: the first"`; none when it names two. */
function constantInText(text: string, shape: Shape): ScalarReading | undefined {
  if (text.length > 5_000) return undefined;
  const words = plainWords(text);
  const found = new Set<JsonValue>();
  for (const [name, constant] of shape.constantNames()) if (namesInWords(words, name)) found.add(constant);
  const [only] = found;
  return found.size === 1 && only !== undefined ? { value: only, kind: "value_found_in_text" } : undefined;
}

/** Whether consecutive words, put together, are the name. */
function namesInWords(words: readonly string[], name: string): boolean {
  if (name === "") return false;
  for (let start = 0; start < words.length; start++) {
    let joined = "";
    for (let end = start; end < words.length && joined.length < name.length; end++) joined += words[end];
    if (joined === name) return true;
  }
  return false;
}

/** Whether a read number lies within the shape's limits: a condition for trusting another name's meaning. */
export function withinLimits(value: JsonValue, shape: Shape): boolean {
  return typeof value !== "number" || (value >= shape.minimum && value <= shape.maximum);
}
