import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scenarioText } from "../test/random-scenarios.ts";
import { broken } from "../test/random-texts.ts";
import type { JsonValue } from "./json.ts";
import { pathOf } from "./paths.ts";
import { scan } from "./scan.ts";
import type { SourceNode, TreePlace } from "./source-node.ts";

const PIECES = [
  '{"a": ',
  "{a: ",
  "{'a': ",
  "[",
  "]",
  "}",
  ", ",
  ";",
  "\n",
  '"x"',
  "'y'",
  '"b": ',
  "c: ",
  "12",
  "true",
  "// d\n",
  "/* e */",
  '"name": ',
  "name: ",
  "'name': ",
  '"say "hi" now"',
  '"at "x" or "y"", ',
  '"line\\n"',
  '"tab\t"',
  "-1.5",
  "word ",
  "http://x",
  '"__proto__": [',
];

/** The value of a node, as one who reads slowly builds it. */
function builtFrom(node: SourceNode): JsonValue {
  if (node.type === "array") return node.items.map(builtFrom);
  if (node.type === "scalar") return node.value;
  return Object.fromEntries(node.members.map(({ key, node: value }) => [key, builtFrom(value)]));
}

/** What is scanned, with the paths of the values that its liberties belong to. */
const noted = (text: string, plain: boolean) => {
  const scanned = scan(text, 0, text.length, { plain });
  const drafts = scanned.drafts.map((draft) => ({ ...draft, path: pathOf(draft.path as TreePlace | null) }));
  return { ...scanned, drafts };
};

/** Both ways come to the same value, end and liberties. */
function expectAgreement(text: string): void {
  const { node, ...careful } = noted(text, false);
  const { plain, ...quick } = noted(text, true);
  expect([quick.end, quick.outcome, quick.members]).toEqual([careful.end, careful.outcome, careful.members]);
  expect(quick.drafts).toEqual(careful.drafts);
  if (plain !== undefined && node !== null) expect(isDeepStrictEqual(plain, builtFrom(node))).toBe(true);
}

/** Faults that a text may have in every line. */
const STYLES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll(/"(\w+)":/g, "$1:"),
  (text) => text.replaceAll('\\"', "").replaceAll('"', "'"),
  (text) => text.replaceAll('\\"', '"'),
  (text) => text.replaceAll(/",\n/g, '"\n'),
  (text) => text.replaceAll(/([}\]"\d])\n/g, "$1,\n"),
  (text) => text.replaceAll("\n", " // so\n"),
];

describe("passing over what needs no thought", () => {
  it("agrees with reading every token with care, whatever the tokens", () => {
    const tokens = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 });
    fc.assert(
      fc.property(fc.constantFrom("{", "["), tokens, (bracket, rest) => {
        expectAgreement(bracket + rest.join(""));
      }),
      { numRuns: 5_000 },
    );
  });

  it("agrees with it on scenarios that are broken all over", () => {
    const style = fc.array(fc.constantFrom(...STYLES), { maxLength: 3 });
    const styled = fc
      .tuple(scenarioText, style)
      .map(([text, changes]) => changes.reduce((changed, change) => change(changed), text));
    fc.assert(fc.property(fc.oneof(styled, broken(styled)), expectAgreement), { numRuns: 2_000 });
  });
});
