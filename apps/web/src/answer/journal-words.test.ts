import { SEVERITIES } from "@vivero/answer-reader";
import { expect, it } from "vitest";
import english from "../language/en/journal.json" with { type: "json" };

it("has a phrase for every liberty that the reader can take", () => {
  const missing = Object.keys(SEVERITIES).filter((kind) => !Object.hasOwn(english.kind, kind));
  expect(missing).toEqual([]);
});
