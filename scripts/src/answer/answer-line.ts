import { type JsonSchema, readAnswer } from "@vivero/answer-reader";
import { OperationError } from "../command/operation-error.ts";
import { decodeUtf8 } from "./utf8.ts";
import { writeJson } from "./write-json.ts";

interface Line {
  readonly id: unknown;
  readonly input: string;
  readonly schema?: JsonSchema;
}

/**
 * The answer to one line `{id, input, schema?}`, as JSON: `{id, value, journal, confidence}` or `{id, refused, reason, …}`; an
 * empty text for a blank line. Without a schema any JSON value will do.
 * @param name of the line, for the error: `Line 3`.
 * @throws OperationError when it is no such line.
 */
export function answerLine(bytes: Buffer, name: string, strict: boolean): string {
  const text = decodeUtf8(bytes, name).replace(/^\uFEFF/, "");
  if (text.trim() === "") return "";
  const { id, input, schema = {} } = parseLine(text, name);
  return writeJson({ id, ...readAnswer(input, schema, { strict }) });
}

function parseLine(text: string, name: string): Line {
  const value = parse(text) as Partial<Line> | null | undefined;
  if (typeof value?.input === "string" && value.id !== undefined) return value as Line;
  throw new OperationError(`${name} is no {id, input, schema?}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says which line it was.
    return undefined;
  }
}
