import { expect, it } from "vitest";
import { exampleTree } from "./example-tree.ts";
import { indexTree } from "./tree-index.ts";
import { nextOpen, visibleRows } from "./visible-rows.ts";

const outline = {
  Atención: { Telesalud: ["Triaje remoto", "Consentimiento"] },
  Datos: { Informes: ["Gráficos"] },
};
const index = indexTree(exampleTree(outline, { Gráficos: { status: "active" } }));
const all = { filter: undefined, words: "", folded: new Set<string>() };
const names = (rows: ReturnType<typeof visibleRows>) =>
  rows.map(({ node, matches }) => (matches ? node.entity.name : `(${node.entity.name})`));

it("shows the tree from top to bottom with the places that screen readers tell", () => {
  const rows = visibleRows(index, all);
  expect(names(rows)).toEqual([
    "Atención",
    "Telesalud",
    "Triaje remoto",
    "Consentimiento",
    "Datos",
    "Informes",
    "Gráficos",
  ]);
  expect(rows[3]).toMatchObject({ level: 3, setSize: 2, position: 2 });
  expect(rows[3]?.expanded).toBeUndefined();
  expect(rows[0]).toMatchObject({ level: 1, setSize: 2, position: 1, expanded: true });
});

it("finds words without accents and case, anywhere and in any order, with what they hang from", () => {
  expect(names(visibleRows(index, { ...all, words: "REMOTO tria" }))).toEqual([
    "(Atención)",
    "(Telesalud)",
    "Triaje remoto",
  ]);
  expect(names(visibleRows(index, { ...all, words: "atencion" }))).toEqual(["Atención"]);
  expect(visibleRows(index, { ...all, words: "nothing" })).toEqual([]);
});

it("narrows to what is left, and leaves out what is folded", () => {
  expect(names(visibleRows(index, { ...all, filter: "decided" }))).toEqual([
    "(Datos)",
    "(Informes)",
    "Gráficos",
  ]);
  const folded = new Set(index.roots.map(({ key }) => key));
  expect(names(visibleRows(index, { ...all, folded }))).toEqual(["Atención", "Datos"]);
});

it("goes on to the next open one, past the end from the top, and nowhere when all is decided", () => {
  const rows = visibleRows(index, all);
  expect(nextOpen(rows, rows[2]?.key)).toBe(rows[3]?.key);
  expect(nextOpen(rows, rows[5]?.key)).toBe(rows[0]?.key);
  expect(nextOpen(rows, undefined, new Set([rows[0]?.key ?? ""]))).toBe(rows[1]?.key);
  const decided = exampleTree(
    { A: { B: ["C"] } },
    { A: { status: "active" }, B: { status: "active" }, C: { status: "rejected" } },
  );
  expect(nextOpen(visibleRows(indexTree(decided), all), undefined)).toBeUndefined();
});

it("sums what is decided, in conflict and alike for each branch", () => {
  const sameAs = { type: "skill", id: 9, name: "x" } as const;
  const { roots, ...sums } = indexTree(
    exampleTree(outline, { Consentimiento: { sameAs }, Gráficos: { status: "merged" } }),
  );
  expect(sums).toMatchObject({ total: 7, decided: 1, conflicts: 1, alike: 1 });
  expect(roots.map(({ total, decided, conflicts }) => [total, decided, conflicts])).toEqual([
    [4, 0, 1],
    [3, 1, 0],
  ]);
});
