import { expect, it } from "vitest";
import { treeMove } from "./tree-move.ts";

const row = (key: string, level: number, expanded?: boolean) => ({
  key,
  level,
  expanded,
  setSize: 1,
  position: 1,
});
const rows = [
  row("a", 1, true),
  row("a.b", 2, false),
  row("a.c", 2, true),
  row("a.c.d", 3),
  row("e", 1, false),
];

it("unfolds with the right arrow, then goes to the first child", () => {
  expect(treeMove(rows, 1, "ArrowRight")).toEqual({ toggle: "a.b", expanded: true });
  expect(treeMove(rows, 2, "ArrowRight")).toEqual({ focus: "a.c.d" });
  expect(treeMove(rows, 3, "ArrowRight")).toBeUndefined();
});

it("folds with the left arrow, then goes to the parent", () => {
  expect(treeMove(rows, 2, "ArrowLeft")).toEqual({ toggle: "a.c", expanded: false });
  expect(treeMove(rows, 3, "ArrowLeft")).toEqual({ focus: "a.c" });
  expect(treeMove(rows, 1, "ArrowLeft")).toEqual({ focus: "a" });
  expect(treeMove(rows, 4, "ArrowLeft")).toBeUndefined();
});

it("moves within its ends, and begins at the first row when none has the focus", () => {
  expect(treeMove(rows, -1, "ArrowDown")).toEqual({ focus: "a" });
  expect(treeMove(rows, 0, "ArrowUp")).toBeUndefined();
  expect(treeMove(rows, 4, "ArrowDown")).toBeUndefined();
  expect(treeMove(rows, 0, "End")).toEqual({ focus: "e" });
  expect(treeMove(rows, 1, "PageDown")).toEqual({ focus: "e" });
});

it("leaves other keys and an empty tree alone", () => {
  expect(treeMove(rows, 0, "x")).toBeUndefined();
  expect(treeMove([], -1, "ArrowDown")).toBeUndefined();
});
