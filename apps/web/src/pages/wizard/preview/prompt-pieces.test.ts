import { expect, it } from "vitest";
import { promptPieces } from "./prompt-pieces.ts";

it("marks what was replaced and loses no character", () => {
  const prompt = "Ask [EMAIL_1] or [PHONE_1].";
  const marks = [
    { start: 17, end: 26, kind: "phone" },
    { start: 4, end: 13, kind: "email" },
  ];
  const pieces = promptPieces(prompt, marks);
  expect(pieces.map(({ text }) => text).join("")).toBe(prompt);
  expect(pieces.filter(({ kind }) => kind !== null)).toEqual([
    { text: "[EMAIL_1]", kind: "email" },
    { text: "[PHONE_1]", kind: "phone" },
  ]);
});

it("gives a prompt without replacements as one piece, and nothing for none", () => {
  expect(promptPieces("as it is", [])).toEqual([{ text: "as it is", kind: null }]);
  expect(promptPieces("", [])).toEqual([]);
});
