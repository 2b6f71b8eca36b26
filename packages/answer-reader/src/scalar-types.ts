import type { TypeName } from "./schema-keywords.ts";
import type { Shape } from "./shape.ts";

/** Which scalars stand in a shape just as they are, where it names no constants. */
export interface ScalarTypes {
  readonly text: boolean;
  readonly number: boolean;
  readonly integer: boolean;
  readonly truth: boolean;
  readonly nothing: boolean;
}

const NOT_TEXT: readonly TypeName[] = ["object", "array", "number", "integer", "boolean", "null"];

/** None when a branch names constants: which branch a scalar fits is then decided by its value. */
export function scalarTypesOf(shape: Shape): ScalarTypes {
  const branches = shape.branches();
  const free = branches === null || branches.every((branch) => branch.constants === null);
  const takes = (type: TypeName) => free && shape.admits(type);
  return {
    text: takes("string"),
    number: takes("number"),
    integer: takes("integer"),
    truth: takes("boolean"),
    nothing: takes("null"),
  };
}

/** Whether a text is due, whatever it says, and nothing else will do. */
export function takesOnlyText(shape: Shape): boolean {
  return shape.constants === null && shape.admits("string") && !NOT_TEXT.some((type) => shape.admits(type));
}
