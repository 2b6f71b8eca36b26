import { expect, it } from "vitest";
import { answerNodes, countNodes, entityPathOf } from "./answer-nodes.ts";
import { locateNodes } from "./locate-nodes.ts";
import { lineAt, linePieces, textLines, textMarks } from "./text-marks.ts";
import { ancestorsOf, visibleRows } from "./tree-rows.ts";

const answer = {
  capabilities: [
    {
      name: "Datos",
      importance: 4,
      competencies: [{ name: "Análisis", skills: [{ name: "Leer" }, { name: "Leer" }] }, {}],
    },
    null,
    { name: 7 },
  ],
};

it("lists every entity before its children, with its place among its siblings", () => {
  const nodes = answerNodes(answer);
  expect(nodes.map(({ path, name }) => [path, name])).toEqual([
    ["capabilities[0]", "Datos"],
    ["capabilities[0].competencies[0]", "Análisis"],
    ["capabilities[0].competencies[0].skills[0]", "Leer"],
    ["capabilities[0].competencies[0].skills[1]", "Leer"],
    ["capabilities[0].competencies[1]", ""],
    ["capabilities[2]", ""],
  ]);
  expect(countNodes(nodes)).toEqual({ capabilities: 2, competencies: 2, skills: 2 });
  expect(nodes[0]).toMatchObject({ rating: 4, children: 2, level: 1, position: 1, setSize: 3 });
});

it.each([undefined, null, 3, "text", [], { capabilities: "none" }])(
  "finds nothing in %j and does not throw",
  (value) => {
    expect(answerNodes(value)).toEqual([]);
  },
);

it("hides what hangs under a folded entity, however deep", () => {
  const nodes = answerNodes(answer);
  expect(visibleRows(nodes, () => false).map(({ key }) => key)).toEqual([
    "capabilities[0]",
    "capabilities[2]",
  ]);
  expect(visibleRows(nodes, () => true)).toHaveLength(nodes.length);
  expect(visibleRows(nodes, (path) => path !== "capabilities[0].competencies[0]")).toHaveLength(4);
});

it("knows which entity a place belongs to, and what that hangs from", () => {
  expect(entityPathOf("capabilities[0].competencies[12].name")).toBe("capabilities[0].competencies[12]");
  expect(entityPathOf("assumptions[1]")).toBeNull();
  expect(ancestorsOf("capabilities[0].competencies[2]")).toEqual([
    "capabilities[0]",
    "capabilities[0].competencies[2]",
  ]);
});

it("finds entities of the same name one behind the other", () => {
  const text = JSON.stringify(answer);
  const places = locateNodes(text, answerNodes(answer));
  const first = places.get("capabilities[0].competencies[0].skills[0]");
  const second = places.get("capabilities[0].competencies[0].skills[1]");
  expect(text.slice(first?.start, first?.end)).toBe("Leer");
  expect(second?.start).toBeGreaterThan(first?.end ?? 0);
});

it("cuts lines where marks begin and end, shows insertions, and loses no character", () => {
  const text = `one\ntwo ${"x".repeat(1_300)}\n\nlast`;
  const lines = textLines(text);
  expect(lines.map(({ number }) => number)).toEqual([1, 2, null, null, 3, 4]);
  expect(lineAt(lines, 4)).toBe(1);
  expect(lineAt(lines, text.length)).toBe(5);
  const marks = textMarks([
    {
      path: "",
      kind: "comma_added",
      before: "",
      after: ",",
      severity: "cosmetic",
      at: { offset: 5, line: 2, column: 2 },
    },
    {
      path: "",
      kind: "key_renamed",
      before: "tw",
      after: "2",
      severity: "risky",
      at: { offset: 4, line: 2, column: 1 },
    },
  ]);
  const second = lines[1];
  if (!second) throw new Error("The text has a second line.");
  const pieces = linePieces(second, marks, { start: 6, end: 8 });
  expect(pieces.map((piece) => piece.text).join("")).toBe(second.text);
  expect(
    pieces
      .filter(({ mark }) => mark?.severity === "risky")
      .map(({ text: part }) => part)
      .join(""),
  ).toBe("tw");
  expect(pieces.filter(({ isFocused }) => isFocused).map(({ text: part }) => part)).toEqual(["o "]);
  expect(pieces.some(({ text: part, mark }) => part === "" && mark?.entry === 0)).toBe(true);
});
