import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resumableParts } from "../src/resume-point.ts";
import { invalidAnswer, validAnswer } from "./answers.ts";
import { type Client, clientOf, finished, openStage, requestFor, type Stage, someone } from "./stage.ts";
import { type Reply, startWaywardModel, type WaywardModel } from "./start-wayward-model.ts";

const ANSWER = validAnswer();
const TEXT = JSON.stringify(ANSWER, null, 2);
/** In the middle of a text. */
const CUT = TEXT.indexOf("Charging planning") + 5;
const [BEFORE = ""] = resumableParts([TEXT.slice(0, CUT)]);
const REST = TEXT.slice(BEFORE.length);

const stops = (text: string, usage = true): Reply => ({ text, finishReason: "stop", usage });
const worse = { ...invalidAnswer(), scenario_metadata: {} };

/** What it answers at each ask to a company of that name; the last holds for all that follow. */
const WAYS: Record<string, readonly Reply[]> = {
  Fenced: [{ text: TEXT.slice(0, CUT), finishReason: "length" }, stops(`\`\`\`json\n${REST}\n\`\`\``)],
  Introduced: [{ text: TEXT.slice(0, CUT), finishReason: "length" }, stops(`Continuing:\n${REST}`)],
  Repeating: [{ text: TEXT.slice(0, CUT), finishReason: "length" }, stops(BEFORE.slice(-8) + REST)],
  Skipping: [{ text: TEXT.slice(0, CUT), finishReason: "length" }, stops(REST.trim().slice(1)), stops(TEXT)],
  Uncounting: [stops(TEXT, false)],
  Worsening: [stops(JSON.stringify(invalidAnswer())), stops(JSON.stringify(worse))],
};

describe("a generation by a wayward model", () => {
  let model: WaywardModel;
  let stage: Stage;
  let client: Client;
  beforeAll(async () => {
    const asked = new Map<string, number>();
    model = await startWaywardModel(([prompt]) => {
      const way = Object.keys(WAYS).find((name) => prompt?.content.includes(`${name} Ltd`)) ?? "";
      const count = asked.get(way) ?? 0;
      asked.set(way, count + 1);
      return WAYS[way]?.[count] ?? WAYS[way]?.at(-1) ?? stops("");
    });
    stage = await openStage({ LLM_BASE_URL: model.baseUrl, GENERATION_MAX_ASKS: "2" });
    client = clientOf(stage.service, someone());
  });
  afterAll(async () => {
    await stage.close();
    await model.stop();
  });

  async function generate(way: string) {
    const { generation } = await client.generations.create.mutate({ request: requestFor(`${way} Ltd`) });
    return finished(client, generation.id);
  }

  it.each([
    ["Fenced", "fence_removed"],
    ["Introduced", "prose_ignored"],
    ["Repeating", "repetition_removed"],
  ])("is whole when its rest comes %s, with what was taken off in its journal", async (way, kind) => {
    const done = await generate(way);
    expect(done).toMatchObject({ status: "complete", attempts: 2, answer: ANSWER, validationErrors: [] });
    expect(done.answerText).toBe(TEXT);
    expect(done.journal.map((entry) => entry.kind)).toEqual(expect.arrayContaining(["continued", kind]));
  });

  it("asks for the whole again when its rest skips a character", async () => {
    const done = await generate("Skipping");
    expect(done).toMatchObject({ status: "complete", attempts: 3, answer: ANSWER, journal: [] });
    expect(done.attemptList[1]?.error).toMatchObject({
      code: "ANSWER_UNREADABLE",
      message: expect.stringContaining("does not surely go on"),
    });
  });

  it("has its tokens estimated when the provider counts none", async () => {
    const { usage } = await generate("Uncounting");
    expect(usage).toMatchObject({ estimated: true, outputTokens: Math.ceil(TEXT.length / 4) });
  });

  it("keeps the better of two answers, and says so of the other", async () => {
    const done = await generate("Worsening");
    expect(done).toMatchObject({ status: "complete", attempts: 2, answer: invalidAnswer() });
    expect(done.attemptList[1]?.error?.message).toContain("no better than an earlier one, which is kept");
  });
});
