import { precedes } from "./surroundings.ts";

type Span = { start: number; end: number };

/** What makes a number the part of a longer one: a pattern that ends where it starts (by `endingHere`), and a sticky one that starts where it ends. */
export type Continuations = { before: RegExp; after: RegExp };

/**
 * Those of `values` that are no part of something longer. Where two of them have at most one character between them, that one is a list's
 * separator, whatever it means elsewhere: so a list is found whole at once. `values` are in the order of the text, without overlaps. Linear.
 */
export function standingAlone<Value extends Span>(
  text: string,
  values: readonly Value[],
  continuationsOf: (value: Value) => Continuations,
): Value[] {
  return values.filter((value, index) => {
    const { before, after } = continuationsOf(value);
    const joinsPrevious = value.start - (values[index - 1]?.end ?? Number.NEGATIVE_INFINITY) <= 1;
    const joinsNext = (values[index + 1]?.start ?? Number.POSITIVE_INFINITY) - value.end <= 1;
    after.lastIndex = value.end;
    return (joinsPrevious || !precedes(before, text, value.start)) && (joinsNext || !after.test(text));
  });
}
