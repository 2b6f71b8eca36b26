import type { JsonSchema, JsonValue } from "./json.ts";
import { Preview } from "./preview.ts";
import { bookFor, DEFAULT_MAX_LENGTH, type ReadOptions, readAnswer } from "./read-answer.ts";
import type { ReadResult } from "./reading.ts";
import { SchemaProblem } from "./schema-keywords.ts";

/** An answer that is read while it arrives. */
export interface AnswerStream {
  /**
   * Takes the next piece of the text, cut anywhere.
   *
   * @returns what can be shown so far, undefined before the answer begins. It is one object that grows from call to
   *   call: copy what must not change. It names things as the schema does, but is neither mended nor judged.
   */
  push(chunk: string): JsonValue | undefined;
  /** Reads all that has arrived: exactly what {@link readAnswer} makes of the whole text. */
  end(): ReadResult;
}

/** Reads an answer piece by piece, in time linear in its length however it is cut. Never throws. */
export function createAnswerStream(schema: JsonSchema, options: ReadOptions = {}): AnswerStream {
  const chunks: string[] = [];
  const maxLength = options.maxLength ?? DEFAULT_MAX_LENGTH;
  let preview: Preview | undefined = previewFor(schema, options);
  let length = 0;
  return {
    push(chunk) {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= maxLength) preview = shown(preview, chunk);
      return preview?.value;
    },
    end: () => readAnswer(chunks.join(""), schema, options),
  };
}

/** A preview by the schema; none when the schema cannot be used, which the end will say. */
function previewFor(schema: JsonSchema, options: ReadOptions): Preview | undefined {
  return unlessUnusable(() => new Preview(bookFor(schema, options.synonyms).root()));
}

function shown(preview: Preview | undefined, chunk: string): Preview | undefined {
  return unlessUnusable(() => {
    preview?.push(chunk);
    return preview;
  });
}

function unlessUnusable<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof SchemaProblem) return undefined;
    throw error;
  }
}
