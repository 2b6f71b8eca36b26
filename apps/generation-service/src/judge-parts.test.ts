import { readFileSync } from "node:fs";
import path from "node:path";
import { DEFAULT_ANSWER_LIMITS } from "@vivero/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnswerJudge } from "./judge-answer.ts";
import { judgeParts } from "./judge-parts.ts";
import { endOfText, resumableParts } from "./resume-point.ts";

const ANSWER = path.resolve(import.meta.dirname, "../../llm-simulator/answers/logistics-efficiency.en.json");
const TREE: unknown = JSON.parse(readFileSync(ANSWER, "utf8"));
const TEXT = JSON.stringify(TREE, null, 2);
const COMPACT = JSON.stringify(TREE);

const judge = createAnswerJudge(DEFAULT_ANSWER_LIMITS);
const judged = (before: string, rest: string, finishReason = "stop") =>
  judgeParts(judge, { before: [before], rest, finishReason, replaced: [] });

/** What came of putting a continuation behind a text: the true tree, none, or another one. */
function outcome(before: string, rest: string): "true" | "refused" | "another" {
  const { judgement } = judged(before, rest);
  if (!judgement.readable) return "refused";
  return JSON.stringify(judgement.value) === JSON.stringify(TREE) ? "true" : "another";
}

type Change = (before: string, rest: string) => [before: string, rest: string];

/** What models do to a continuation, beside going on. */
const CHANGES: Record<string, Change> = {
  "is fenced": (before, rest) => [before, `\`\`\`json\n${rest}\n\`\`\``],
  "is fenced as the beginning was": (before, rest) => [
    `\`\`\`json\n${before}`,
    `\`\`\`json\n${rest}\n\`\`\``,
  ],
  "is introduced and fenced": (before, rest) => [before, `Here is the rest:\n\n\`\`\`\n${rest}\n\`\`\`\n`],
  "is introduced": (before, rest) => [before, `Continuing exactly where it stopped:\n${rest}`],
  "begins with a new line": (before, rest) => [before, `\n${rest}`],
  "begins with dots": (before, rest) => [before, `...${rest}`],
  "repeats five characters": (before, rest) => [before, before.slice(-5) + rest],
  "repeats 30 characters": (before, rest) => [before, before.slice(-30) + rest],
  "repeats the last line": (before, rest) => [before, before.slice(before.lastIndexOf("\n") + 1) + rest],
};

/** These leave sound JSON in the middle of a text or number, where the service therefore puts no seam. */
const SKIPS: Record<string, Change> = {
  "skips a character": (before, rest) => [before, rest.slice(1)],
  "skips three characters": (before, rest) => [before, rest.slice(3)],
  "skips eight characters": (before, rest) => [before, rest.slice(8)],
  "repeats three characters": (before, rest) => [before, before.slice(-3) + rest],
  "repeats a character": (before, rest) => [before, before.slice(-1) + rest],
};

const anyCut = fc.integer({ min: 30, max: TEXT.length - 5 });

describe("a continued answer", () => {
  it("is the whole answer, wherever it was cut", () => {
    for (let cut = 200; cut < TEXT.length - 5; cut += 61) {
      expect(outcome(TEXT.slice(0, cut), TEXT.slice(cut)), `at ${cut}`).toBe("true");
    }
  });

  it.each(Object.entries(CHANGES))("whose continuation %s is the true tree or refused", (_name, change) => {
    fc.assert(
      fc.property(anyCut, (cut) => {
        expect(outcome(...change(TEXT.slice(0, cut), TEXT.slice(cut)))).not.toBe("another");
      }),
    );
  });

  it.each(Object.entries({ ...CHANGES, ...SKIPS }))(
    "that is gone on from as the service does is the true tree or refused when the continuation %s",
    (_name, change) => {
      fc.assert(
        fc.property(anyCut, fc.constantFrom(TEXT, COMPACT), (cut, text) => {
          const [before = ""] = resumableParts([text.slice(0, cut)]);
          expect(outcome(before, text.slice(before.length))).toBe("true");
          expect(outcome(...change(before, text.slice(before.length)))).not.toBe("another");
        }),
      );
    },
  );

  it("loses nothing to wrapping at a place where the service goes on, and says what was taken off", () => {
    const [before = ""] = resumableParts([TEXT.slice(0, 4_000)]);
    const rest = TEXT.slice(before.length);
    const entries = (changed: string) => {
      const { judgement } = judged(before, changed);
      if (!judgement.readable) return judgement.message;
      expect(judgement.value).toEqual(TREE);
      return judgement.journal.map(({ kind, before: gone }) => (kind === "continued" ? kind : [kind, gone]));
    };
    expect(entries(`\`\`\`json\n${rest}\n\`\`\``)).toEqual([
      "continued",
      ["fence_removed", "```json\n"],
      ["fence_removed", "\n```"],
    ]);
    expect(entries(`Continuing:\n${rest}`)).toEqual(["continued", ["prose_ignored", "Continuing:\n"]]);
    expect(entries(`\n${rest}`)).toEqual(["continued"]);
    expect(entries(`...${rest}`)).toEqual(["continued", ["prose_ignored", "..."]]);
    expect(entries(before.slice(-5) + rest)).toEqual(["continued", ["repetition_removed", before.slice(-5)]]);
  });

  it("is not trusted where both ways to read a repetition are sound", () => {
    const cut = TEXT.indexOf("Within 12 months") + 6;
    expect(endOfText(TEXT.slice(0, cut)).inString).toBe(true);
    expect(outcome(TEXT.slice(0, cut), TEXT.slice(cut - 6))).toBe("refused");
  });

  it("is gone on from once more only when the continuation brought more of it", () => {
    const [before = ""] = resumableParts([TEXT.slice(0, 4_000)]);
    const rest = TEXT.slice(before.length, 8_000);
    expect(judged(before, rest, "length").cut).toBe(true);
    expect(judged(before, rest, "stop").cut).toBe(false);
    expect(judged(before, rest.slice(0, 4), "length").cut).toBe(false);
    expect(judged(before, `\`\`\`json\n${rest}`, "length").cut).toBe(false);
  });
});
