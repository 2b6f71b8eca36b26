import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invalidAnswer, validAnswer } from "../test/answers.ts";
import {
  type Client,
  clientOf,
  finished,
  openStage,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "../test/stage.ts";

describe("an attempt at a generation", () => {
  let stage: Stage;
  let client: Client;
  beforeAll(async () => {
    stage = await openStage({
      LLM_FIRST_TOKEN_TIMEOUT_MS: "600",
      LLM_SILENCE_TIMEOUT_MS: "400",
      LLM_TOTAL_TIMEOUT_MS: "2500",
      GENERATION_MAX_ATTEMPTS: "4",
      GENERATION_MAX_ASKS: "3",
      LLM_INPUT_TOKEN_COST: "2",
      LLM_OUTPUT_TOKEN_COST: "8",
      LLM_COST_CURRENCY: "EUR",
    });
    client = clientOf(stage.service, someone());
  });
  afterAll(() => stage.close());

  type Faults = [fault: string, options?: Record<string, string | number | boolean>][];

  /** Generates with these faults on the first asks, one each; afterwards the answer comes as it is. */
  async function generate(answer: object | string, faults: Faults = [], timeout?: number) {
    const company = uniqueCompany();
    await stage.simulator.answer(company, typeof answer === "string" ? answer : JSON.stringify(answer));
    for (const [fault, options] of faults) await stage.simulator.fault(company, fault, options);
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    const done = await finished(client, generation.id, timeout);
    return { done, requests: await stage.simulator.requests(company) };
  }

  const outcomes = (done: { attemptList: { status: string; error: { code: string } | null }[] }) =>
    done.attemptList.map(({ status, error }) => (error ? `${status} ${error.code}` : status));

  it("waits as long as a 429 asks for, then succeeds", async () => {
    const { done, requests } = await generate(validAnswer(), [["429", { retryAfter: "1" }]]);
    expect(done).toMatchObject({ status: "complete", attempts: 2, lastError: null });
    expect(outcomes(done)).toEqual(["failed MODEL_RATE_LIMITED", "succeeded"]);
    const [first, second] = requests.map(({ receivedAt }) => Date.parse(receivedAt));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("tries again after 500, 503 and a broken connection, and keeps the chunks of each attempt apart", async () => {
    const { done } = await generate(validAnswer(), [["500"], ["503"], ["disconnect", { at: 0.5 }]]);
    expect(done).toMatchObject({ status: "complete", answer: validAnswer(), attempts: 4 });
    expect(outcomes(done)).toEqual([
      "failed MODEL_UNAVAILABLE",
      "failed MODEL_UNAVAILABLE",
      "failed MODEL_UNAVAILABLE",
      "succeeded",
    ]);
  });

  it("gives up after its attempts, in words for a planner", async () => {
    const { done } = await generate(validAnswer(), [["500"], ["500"], ["500"], ["500"]]);
    expect(done).toMatchObject({
      status: "failed",
      attempts: 4,
      lastError: {
        code: "MODEL_UNAVAILABLE",
        message: "The language model is out of order (status 500). This was the 4th attempt.",
      },
    });
    expect(done.finishedAt).not.toBeNull();
  });

  it("does not try again what will be refused again", async () => {
    const { done } = await generate(validAnswer(), [["401"]]);
    expect(done).toMatchObject({ status: "failed", attempts: 1, lastError: { code: "MODEL_REFUSED" } });
    expect(done.lastError?.message).toContain("Tell your operator");
  });

  it.each<[string, Record<string, string | number>]>([
    ["stalled", { at: 0.3 }],
    ["slow", { firstTokenMs: 1_500 }],
    ["slow", { tokensPerSecond: 40 }],
  ])("stops waiting for an answer that is %s (%o), and asks again", async (fault, options) => {
    const { done } = await generate(validAnswer(), [[fault, options]]);
    expect(done.status).toBe("complete");
    expect(outcomes(done)).toEqual(["failed MODEL_TIMEOUT", "succeeded"]);
  });

  it.each([["error-event"], ["unfinished"]])("asks again after the stream's %s", async (fault) => {
    const { done } = await generate(validAnswer(), [[fault]]);
    expect(done).toMatchObject({ status: "complete", answer: validAnswer() });
    expect(outcomes(done)).toEqual(["failed MODEL_UNAVAILABLE", "succeeded"]);
  });

  it("asks again with the faults of an invalid answer until one is valid", async () => {
    const { done, requests } = await generate(validAnswer(), [["invalid"]]);
    expect(done).toMatchObject({ status: "complete", validationErrors: [] });
    expect(outcomes(done)).toEqual(["failed ANSWER_INVALID", "succeeded"]);
    const [prompt, answer, complaint] = requests[1]?.messages ?? [];
    expect([prompt?.role, answer?.role, complaint?.role]).toEqual(["user", "assistant", "user"]);
    expect(prompt?.text).toBe(requests[0]?.messages[0]?.text);
    expect(complaint?.text).toMatch(/These are its faults:\n- \S+ /);
    expect(answer?.text).toMatch(/^…\ncapabilities\[0\]: \{.*\}\n…$/);
    const usage = done.attemptList.map((attempt) => attempt.usage?.totalTokens ?? 0);
    expect(done.usage?.totalTokens).toBe(usage.reduce((sum, tokens) => sum + tokens, 0));
  });

  it("says what each attempt cost and all of them together, and nothing of what was not counted", async () => {
    const { done } = await generate(validAnswer(), [["500"], ["invalid"]]);
    const [uncounted, first, second] = done.attemptList;
    expect(uncounted).toMatchObject({ usage: null, cost: null });
    for (const attempt of [first, second]) {
      const { inputTokens = 0, outputTokens = 0 } = attempt?.usage ?? {};
      expect(attempt?.cost?.amount).toBeCloseTo((inputTokens * 2 + outputTokens * 8) / 1_000_000, 12);
    }
    expect(done.cost?.amount).toBeCloseTo((first?.cost?.amount ?? 0) + (second?.cost?.amount ?? 0), 12);
    expect(done.cost?.currency).toBe("EUR");
  });

  it("estimates what an answer cost that broke off, and says so wherever it is counted in", async () => {
    const { done } = await generate(validAnswer(), [["disconnect", { at: 0.5 }]]);
    const [broken, whole] = done.attemptList;
    expect(broken?.usage).toMatchObject({ estimated: true });
    expect(broken?.usage?.outputTokens).toBeGreaterThan(50);
    expect(broken?.usage?.inputTokens).toBeGreaterThan(100);
    expect(broken?.cost).toMatchObject({ currency: "EUR", estimated: true });
    expect(whole?.usage).not.toHaveProperty("estimated");
    expect(whole?.cost).not.toHaveProperty("estimated");
    expect(done.usage).toMatchObject({ estimated: true });
    expect(done.cost).toMatchObject({ estimated: true });
    expect(done.usage?.totalTokens).toBe(
      (broken?.usage?.totalTokens ?? 0) + (whole?.usage?.totalTokens ?? 0),
    );
  });

  it("completes with the faults beside it when the budget ends with a readable answer", async () => {
    const { done } = await generate(invalidAnswer());
    expect(done).toMatchObject({ status: "complete", attempts: 3, lastError: null, answer: invalidAnswer() });
    expect(done.validationErrors.length).toBeGreaterThanOrEqual(3);
  });

  it("keeps a readable answer when what is asked for after it cannot be read", async () => {
    const { done } = await generate(validAnswer(), [["invalid"], ["prose"], ["prose"]]);
    expect(done.status).toBe("complete");
    expect(done.validationErrors).not.toEqual([]);
    expect(outcomes(done)).toEqual([
      "failed ANSWER_INVALID",
      "failed ANSWER_UNREADABLE",
      "failed ANSWER_UNREADABLE",
    ]);
  });

  it("asks for the rest of an answer that was cut, part by part, and reads all of it as one text", async () => {
    const answer = validAnswer("Cut twice 🌱");
    const { done, requests } = await generate(answer, [
      ["truncated", { at: 0.4 }],
      ["429", { retryAfter: "0" }],
      ["truncated", { at: 0.5 }],
    ]);
    expect(outcomes(done)).toEqual([
      "failed ANSWER_CUT",
      "failed MODEL_RATE_LIMITED",
      "failed ANSWER_CUT",
      "succeeded",
    ]);
    expect(done).toMatchObject({ status: "complete", answer, answerText: JSON.stringify(answer) });
    expect(done.journal.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual([
      "continued risky",
      "continued risky",
    ]);
    const [first, , , last] = requests;
    expect(first?.responseFormat).toMatchObject({ type: "json_schema" });
    expect(JSON.stringify(last?.responseFormat ?? null)).not.toContain("json");
    expect(JSON.stringify(answer).startsWith(last?.messages[1]?.text ?? "none")).toBe(true);
    const own = done.attemptList.map(({ usage }) => usage?.outputTokens ?? 0);
    expect(own.filter((tokens) => tokens > 0)).toHaveLength(3);
  });

  it("takes a model that begins anew instead of going on at its new word", async () => {
    const { done } = await generate(validAnswer(), [["truncated", { at: 0.6, continues: false }]]);
    expect(outcomes(done)).toEqual(["failed ANSWER_CUT", "succeeded"]);
    expect(done).toMatchObject({
      status: "complete",
      answer: validAnswer(),
      answerText: JSON.stringify(validAnswer()),
      journal: [],
    });
  });

  it("does not ask a model to go on that could not", async () => {
    const cut: Faults[number] = ["truncated", { at: 0.6, continues: false }];
    const { done } = await generate(validAnswer(), [cut, cut, cut, cut]);
    expect(outcomes(done)).toEqual([
      "failed ANSWER_CUT",
      "failed ANSWER_UNREADABLE",
      "failed ANSWER_UNREADABLE",
      "failed ANSWER_UNREADABLE",
    ]);
    expect(done.lastError?.message).toMatch(/limit of length.*breaks off/);
  });

  it.each([
    ["prose", /prose/],
    ["wrong-document", /not the document|not a scenario/],
    ["empty", /empty/],
  ])("fails with the true reason when every answer is %s", async (fault, reason) => {
    const { done } = await generate(validAnswer(), [[fault], [fault], [fault]]);
    expect(done).toMatchObject({ status: "failed", attempts: 3, lastError: { code: "ANSWER_UNREADABLE" } });
    expect(done.lastError?.message).toMatch(reason);
    expect(done.answer).toBeNull();
  });

  it("reads an answer whose bytes arrive in any pieces, emoji included", async () => {
    const answer = validAnswer("Plan 🌱 año 日本 👩‍👩‍👧");
    const { done } = await generate(answer, [["split-bytes", { maximumBytes: 3 }]]);
    expect(done).toMatchObject({
      status: "complete",
      attempts: 1,
      answer,
      answerText: JSON.stringify(answer),
    });
  });

  it("replaces NUL characters, which PostgreSQL cannot store, with an entry in the journal", async () => {
    const { done } = await generate(validAnswer("Nul \0 here"));
    expect(done).toMatchObject({ status: "complete", scenarioName: "Nul \uFFFD here" });
    expect(done.journal).toMatchObject([
      {
        path: "scenario_metadata.name",
        kind: "unstorable-character",
        before: "Nul \\u0000 here",
        after: "Nul \uFFFD here",
        severity: "risky",
      },
    ]);
    expect(done.answerText).toContain("Nul \\u0000 here");
  });

  it("keeps an answer that is wrapped in prose and a fence, with the journal of what was taken away", async () => {
    const text = `Here you are:\n\n\`\`\`json\n${JSON.stringify(validAnswer(), null, 2)}\n\`\`\`\n`;
    const { done } = await generate(text);
    expect(done).toMatchObject({ status: "complete", answer: validAnswer(), answerText: text });
    expect(done.journal.length).toBeGreaterThan(0);
  });
});
