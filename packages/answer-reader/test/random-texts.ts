import fc from "fast-check";

/** Texts that have meant trouble to readers of JSON. */
const word = fc.constantFrom(
  "a",
  "name",
  "x y",
  "it's",
  'say "hi"',
  "a,b",
  "{b}",
  "[c]",
  "ñ",
  "\n",
  "\\",
  "http://x.y/z",
  "12",
  "true",
  ": ",
  "// no",
  "",
  "“q”",
  "```",
);
const key = fc.constantFrom("a", "b", "name", "k 1", "it's", "x:y", "", "__proto__");

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(key, tie("any"), { maxKeys: 4 }),
  ),
})).any;

const root = fc.oneof(fc.array(value, { maxLength: 4 }), fc.dictionary(key, value, { maxKeys: 4 }));

/** JSON objects and lists, on one line or indented. */
export const jsonText: fc.Arbitrary<string> = fc
  .tuple(root, fc.constantFrom(0, 1, 2))
  .map(([any, indent]) => JSON.stringify(any, null, indent));

const piece = fc.constantFrom(
  ..."\"'{}[],:\\\n a1.-#`“”=();+e".split(""),
  ..."// /* */ ``` null NaN None ... true <think> </think>".split(" "),
  '"""',
  "\u00a0",
);

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  dropped: fc.integer({ min: 0, max: 3 }),
  put: fc.oneof(fc.constant(""), piece),
  swapped: fc.boolean(),
});

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function changed(text: string, { at, dropped, put, swapped }: Change): string {
  const offset = Math.floor(at * text.length);
  if (!swapped) return text.slice(0, offset) + put + text.slice(offset + dropped);
  return (
    text.slice(0, offset) +
    text
      .slice(offset, offset + 2)
      .split("")
      .reverse()
      .join("") +
    text.slice(offset + 2)
  );
}

/** A text with one to four characters or tokens dropped, doubled, swapped or put in. */
export function broken(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([start, changes]) => changes.reduce(changed, start));
}

/** Tokens in any order. */
export const soup: fc.Arbitrary<string> = fc
  .array(fc.oneof(piece, word, key), { maxLength: 30 })
  .map((pieces) => pieces.join(""));

/** A text cut into pieces anywhere, some of them empty. */
export function pieces(text: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
  return fc.tuple(text, cuts).map(([whole, at]) => {
    const offsets = [
      0,
      ...at.map((part) => Math.floor(part * whole.length)).sort((left, right) => left - right),
    ];
    return offsets.map((offset, index) => whole.slice(offset, offsets[index + 1] ?? whole.length));
  });
}
