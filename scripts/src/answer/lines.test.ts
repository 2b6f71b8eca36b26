import fc from "fast-check";
import { expect, it } from "vitest";
import { linesOf } from "./lines.ts";

async function linesIn(chunks: readonly Buffer[]): Promise<string[]> {
  async function* source() {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const line of linesOf(source())) lines.push(line.toString());
  return lines;
}

it("ends a line at a newline only, and gives the last one without", async () => {
  expect(await linesIn([Buffer.from("a\u2028b\u2029c\u0085d\n\ne\r\nf")])).toEqual([
    "a\u2028b\u2029c\u0085d",
    "",
    "e\r",
    "f",
  ]);
  expect(await linesIn([Buffer.from("a\n")])).toEqual(["a"]);
  expect(await linesIn([])).toEqual([]);
});

it("gives the same lines however the bytes are cut", async () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "🌱", "\n", "\u2028") });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, size) => {
      const bytes = Buffer.from(whole);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await linesIn(chunks)).toEqual(
        whole
          .replace(/\n$/, "")
          .split("\n")
          .slice(whole ? 0 : 1),
      );
    }),
  );
});
