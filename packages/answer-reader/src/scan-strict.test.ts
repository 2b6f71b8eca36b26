import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "./json.ts";
import { scan } from "./scan.ts";
import type { SourceNode } from "./source-node.ts";

const PIECES = [
  '{"a": ',
  "{a: ",
  "{'a': ",
  "[",
  "]",
  "}",
  ", ",
  "\n",
  '"x"',
  "'y'",
  '"b": ',
  "c: ",
  "12",
  "true",
  "// d\n",
];

/** The value of a node, as one who reads slowly builds it. */
function builtFrom(node: SourceNode): JsonValue {
  if (node.type === "array") return node.items.map(builtFrom);
  if (node.type === "scalar") return node.value;
  return Object.fromEntries(node.members.map(({ key, node: value }) => [key, builtFrom(value)]));
}

/** What was noted, without the values it belongs to. */
const noted = (text: string, plain: boolean) => {
  const scanned = scan(text, 0, text.length, { plain });
  const drafts = scanned.drafts.map(({ kind, start, end, after }) => ({ kind, start, end, after }));
  return { ...scanned, drafts };
};

describe("passing over what needs no thought", () => {
  it("comes to the same value, end and liberties as reading every token with care", () => {
    const tokens = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 });
    fc.assert(
      fc.property(fc.constantFrom("{", "["), tokens, (bracket, rest) => {
        const text = bracket + rest.join("");
        const { node, ...careful } = noted(text, false);
        const { plain, ...quick } = noted(text, true);
        expect([quick.end, quick.outcome, quick.members]).toEqual([
          careful.end,
          careful.outcome,
          careful.members,
        ]);
        expect(quick.drafts).toEqual(careful.drafts);
        if (plain !== undefined && node !== null)
          expect(isDeepStrictEqual(plain, builtFrom(node))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
