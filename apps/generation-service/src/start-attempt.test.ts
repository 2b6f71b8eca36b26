import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invalidAnswer } from "../test/answers.ts";
import {
  type Client,
  clientOf,
  openStage,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "../test/stage.ts";
import { touchAttempt } from "./attempt-store.ts";
import { storeChunk } from "./chunk-store.ts";
import { dayOf } from "./day-budget.ts";
import { sumDay } from "./day-budget-store.ts";
import { changeGeneration, lockGeneration } from "./generation-store.ts";
import { giveUpGeneration } from "./give-up-generation.ts";
import type { AttemptJob } from "./queue/jobs.ts";
import { startAttempt } from "./start-attempt.ts";

const BUDGET = {
  attempts: 6,
  asks: 3,
  tokens: 100_000,
  seconds: 600,
  retryMs: 1_000,
  retryMaxMs: 8_000,
};

describe("claiming a generation", () => {
  let stage: Stage;
  beforeAll(async () => {
    // Nobody works here but the test.
    stage = await openStage({ WORKER_CONCURRENCY: "0" });
  });
  afterAll(() => stage.close());

  async function queued(budget = BUDGET) {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const { generation } = await client.generations.create.mutate({ request: requestFor(uniqueCompany()) });
    const data: AttemptJob = {
      organizationId: actor.organizationId,
      generationId: generation.id,
      actor,
      requestId: "r",
    };
    const jobId = () =>
      stage.database.tenant(actor.organizationId, async (trx) =>
        String((await lockGeneration(trx, actor.organizationId, generation.id))?.jobId),
      );
    const claim = (id: string, worker: string, tokens = 100_000) =>
      startAttempt(
        { database: stage.database, worker, budget, dayBudget: { tokens, generations: 10 }, prices: null },
        { id, data },
        new Date(),
      );
    /** Keeps a readable answer with faults, as an attempt that was asked again leaves it. */
    const keepAnswer = () =>
      stage.database.tenant(actor.organizationId, (trx) =>
        changeGeneration(trx, actor.organizationId, generation.id, {
          answer: invalidAnswer(),
          answerText: JSON.stringify(invalidAnswer()),
          validationErrors: [{ path: "capabilities[1].importance", message: "must be 5 at most" }],
        }),
      );
    return { client, data, claim, keepAnswer, jobId, id: generation.id };
  }

  const attemptsOf = async (client: Client, id: number) =>
    (await client.generations.get.query({ id })).attemptList.map(({ status }) => status);

  it("gives the job that comes again the next attempt, and takes the last one from its worker", async () => {
    const { client, data, claim, jobId, id } = await queued();
    const job = await jobId();
    const first = await claim(job, "first");
    const second = await claim(job, "second");
    expect([first?.key.attempt, second?.key.attempt]).toEqual([1, 2]);
    expect(await attemptsOf(client, id)).toEqual(["abandoned", "running"]);
    const alive = (attempt: number) =>
      stage.database.tenant(data.organizationId, (trx) => touchAttempt(trx, { ...data, attempt }));
    expect([await alive(1), await alive(2)]).toEqual([false, true]);
  });

  it("leaves one attempt running when many claim at the same moment", async () => {
    const { client, claim, jobId, id } = await queued();
    const job = await jobId();
    await Promise.all(["a", "b", "c"].map((worker) => claim(job, worker)));
    expect((await attemptsOf(client, id)).filter((status) => status === "running")).toHaveLength(1);
  });

  it("has nothing for a job of an earlier run, nor for one whose generation was cancelled", async () => {
    const { client, claim, jobId, id } = await queued();
    const job = await jobId();
    expect(await claim(randomUUID(), "stranger")).toBeNull();
    await client.generations.cancel.mutate({ id });
    expect(await claim(job, "late")).toBeNull();
    await client.generations.retry.mutate({ id });
    expect(await claim(job, "late")).toBeNull();
    expect(await claim(await jobId(), "fresh")).toMatchObject({ key: { attempt: 1 } });
  });

  it("gives up a generation that has killed one worker after another", async () => {
    const { client, claim, jobId, id } = await queued();
    const job = await jobId();
    for (const worker of ["a", "b", "c", "d"]) expect(await claim(job, worker)).not.toBeNull();
    expect(await claim(job, "e")).toBeNull();
    expect(await client.generations.get.query({ id })).toMatchObject({
      status: "failed",
      lastError: { code: "WORKER_LOST" },
    });
  });

  it("is over when the queue gives the job up, and can be retried", async () => {
    const { client, data, claim, jobId, id } = await queued();
    await claim(await jobId(), "a");
    await giveUpGeneration({ database: stage.database, now: () => new Date(), prices: null }, data);
    expect(await client.generations.get.query({ id })).toMatchObject({
      status: "failed",
      attemptList: [{ status: "abandoned" }],
    });
    expect(await client.generations.retry.mutate({ id })).toMatchObject({ status: "queued" });
  });

  it("survives one crash whatever its budget of attempts, and not a second one", async () => {
    const { client, claim, jobId, id } = await queued({ ...BUDGET, attempts: 1 });
    const job = await jobId();
    expect(await claim(job, "a")).not.toBeNull();
    expect(await claim(job, "b")).not.toBeNull();
    expect(await claim(job, "c")).toBeNull();
    expect(await client.generations.get.query({ id })).toMatchObject({
      status: "failed",
      attempts: 2,
      lastError: { code: "WORKER_LOST" },
    });
  });

  it.each([
    ["seconds", { seconds: 0.001 }, /0.001 seconds/],
    ["tokens", { tokens: 100 }, /100 tokens/],
  ])("begins no attempt once its %s are used up, a lost worker's included", async (_what, less, message) => {
    const { client, claim, jobId, id } = await queued({ ...BUDGET, ...less });
    const job = await jobId();
    expect(await claim(job, "a")).not.toBeNull();
    expect(await claim(job, "b")).toBeNull();
    const { status, attempts, lastError } = await client.generations.get.query({ id });
    expect([status, attempts, lastError?.code]).toEqual(["failed", 1, "BUDGET_EXHAUSTED"]);
    expect(lastError?.message).toMatch(message);
  });

  it("counts an attempt from its beginning, by what was sent and received, and marks that as an estimate", async () => {
    const { client, data, claim, jobId, id } = await queued();
    const started = await claim(await jobId(), "a");
    const sent = started?.messages.reduce((sum, { content }) => sum + content.length, 0) ?? 0;
    const inputTokens = Math.ceil(sent / 4);
    const usage = async () => {
      const generation = await client.generations.get.query({ id });
      return { attempt: generation.attemptList[0]?.usage, all: generation.usage };
    };
    expect(await usage()).toEqual({
      attempt: { inputTokens, outputTokens: 0, totalTokens: inputTokens, estimated: true },
      all: null,
    });
    await stage.database.tenant(data.organizationId, (trx) =>
      storeChunk(trx, { ...data, attempt: 1 }, { sequence: 0, text: "123456789", characters: 9 }),
    );
    await client.generations.cancel.mutate({ id });
    const total = { inputTokens, outputTokens: 3, totalTokens: inputTokens + 3, estimated: true };
    expect(await usage()).toEqual({ attempt: total, all: total });
    const day = await stage.database.tenant(data.organizationId, (trx) =>
      sumDay(trx, data.organizationId, dayOf(new Date())),
    );
    expect(day).toEqual({ tokens: total.totalTokens, generations: 1 });
  });

  it("completes with the readable answer that is kept when the day's tokens end before the next attempt", async () => {
    const { client, claim, keepAnswer, jobId, id } = await queued();
    await keepAnswer();
    expect(await claim(await jobId(), "late", 0)).toBeNull();
    expect(await client.generations.get.query({ id })).toMatchObject({
      status: "complete",
      lastError: null,
      answer: invalidAnswer(),
      validationErrors: [{ path: "capabilities[1].importance" }],
    });
  });

  it("completes with it, too, when workers are lost again and again, and when the queue gives the job up", async () => {
    const lost = await queued();
    await lost.keepAnswer();
    const job = await lost.jobId();
    for (const worker of ["a", "b", "c", "d", "e"]) await lost.claim(job, worker);
    const givenUp = await queued();
    await givenUp.keepAnswer();
    await givenUp.claim(await givenUp.jobId(), "a");
    await giveUpGeneration({ database: stage.database, now: () => new Date(), prices: null }, givenUp.data);
    for (const { client, id } of [lost, givenUp]) {
      expect(await client.generations.get.query({ id })).toMatchObject({
        status: "complete",
        lastError: null,
        answer: invalidAnswer(),
      });
    }
  });
});
