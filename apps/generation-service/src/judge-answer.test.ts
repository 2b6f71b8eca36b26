import { DEFAULT_ANSWER_LIMITS } from "@vivero/contracts";
import { describe, expect, it } from "vitest";
import { invalidAnswer, validAnswer } from "../test/answers.ts";
import { createAnswerJudge } from "./judge-answer.ts";

const judge = createAnswerJudge(DEFAULT_ANSWER_LIMITS);

describe("judging an answer", () => {
  it("takes a valid answer as it is", () => {
    const judgement = judge(JSON.stringify(validAnswer()), "stop");
    expect(judgement).toEqual({ readable: true, value: validAnswer(), journal: [], errors: [] });
  });

  it("counts a faulty answer as read, and lists its faults with their places", () => {
    const judgement = judge(JSON.stringify(invalidAnswer()), "stop");
    expect(judgement).toMatchObject({ readable: true, value: invalidAnswer() });
    expect(judgement.readable && judgement.errors).toMatchObject([
      { path: "capabilities[1].competencies", message: "is required and missing" },
      { path: "capabilities[1].importance" },
      { path: "capabilities[2].name", messageEs: "es obligatorio y falta" },
    ]);
  });

  it("keeps the list of faults within bounds", () => {
    const capabilities = Array.from({ length: 300 }, () => ({ description: "nameless" }));
    const judgement = judge(JSON.stringify({ scenario_metadata: { name: "n" }, capabilities }), "stop");
    const errors = judgement.readable ? judgement.errors : [];
    expect(errors).toHaveLength(201);
    expect(errors.at(-1)?.message).toMatch(/^and \d+ more faults$/);
  });

  it.each([
    ["", "stop", /empty/],
    ["I would rather not.", "stop", /prose/],
    ['{"capabilities": [{"name": "cut', "length", /limit of length/],
    ['{"recipe": "soup"}', "stop", /not the document|not a scenario/],
  ])("refuses %o with the true reason", (text, finishReason, reason) => {
    const judgement = judge(text, finishReason);
    expect(judgement.readable).toBe(false);
    expect(!judgement.readable && judgement.message).toMatch(reason);
  });

  it("refuses what is nested too deep to be stored, and does not overflow", () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const text = `${JSON.stringify(validAnswer()).slice(0, -1)},"objectives":[{"a":${deep}}]}`;
    expect(judge(text, "stop")).toMatchObject({
      readable: false,
      message: expect.stringContaining("1000 levels"),
    });
  });

  it("puts characters that cannot be stored into the journal, with their place in the text", () => {
    const text = `\n\n${JSON.stringify(validAnswer("a\0b"))}`;
    const replacedInText = [{ offset: 1, character: "\0" }];
    const judgement = judge(text, "stop", replacedInText);
    const entries = judgement.readable
      ? judgement.journal.filter(({ kind }) => kind === "unstorable-character")
      : [];
    expect(entries).toMatchObject([
      { path: "", before: "\\u0000", after: "\uFFFD", at: { offset: 1, line: 2, column: 1 } },
      { path: "scenario_metadata.name", before: "a\\u0000b", at: { line: 3 } },
    ]);
  });
});
