import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "../test/answers.ts";
import {
  type Client,
  clientOf,
  finished,
  generated,
  openStage,
  refusal,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "../test/stage.ts";

describe("cancelling and retrying", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ CHUNK_CHARACTERS: "40" });
  });
  afterAll(() => stage.close());

  async function create(client: Client, fault?: [string, Record<string, string | number>]) {
    const company = uniqueCompany();
    await stage.simulator.answer(company, JSON.stringify(validAnswer()));
    if (fault) await stage.simulator.fault(company, ...fault);
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    return { id: generation.id, company };
  }

  const statusOf = async (client: Client, id: number) => (await client.generations.get.query({ id })).status;

  it("stops an answer in the middle of its stream within a second or so", async () => {
    const client = clientOf(stage.service, someone());
    const { id, company } = await create(client, ["slow", { tokensPerSecond: 30 }]);
    await expect
      .poll(async () => {
        const { events } = await client.generations.follow.query({ id, after: null, waitMs: 0 });
        return events.filter(({ type }) => type === "chunk").length;
      })
      .toBeGreaterThan(1);
    const cancelled = await client.generations.cancel.mutate({ id });
    expect(cancelled).toMatchObject({ status: "cancelled", finishedAt: expect.any(String) });
    await expect
      .poll(async () => (await stage.simulator.requests(company))[0]?.outcome, { timeout: 4_000 })
      .toBe("closed-by-client");
    const after = await client.generations.get.query({ id });
    expect(after).toMatchObject({ status: "cancelled", attemptList: [{ status: "cancelled" }] });
    const { events, done } = await client.generations.follow.query({ id, after: null, waitMs: 0 });
    expect(done).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: "finished", data: { status: "cancelled" } });
  });

  it("stops a silent stream too", async () => {
    const client = clientOf(stage.service, someone());
    const { id, company } = await create(client, ["stalled", { at: 0 }]);
    await expect.poll(() => statusOf(client, id)).toBe("processing");
    await client.generations.cancel.mutate({ id });
    await expect
      .poll(async () => (await stage.simulator.requests(company))[0]?.outcome, { timeout: 4_000 })
      .toBe("closed-by-client");
  });

  it("ends a generation between two attempts, and one that is queued, without asking the model again", async () => {
    const client = clientOf(stage.service, someone());
    const { id, company } = await create(client, ["429", { retryAfter: "2" }]);
    await expect
      .poll(async () => (await client.generations.get.query({ id })).attemptList[0]?.status)
      .toBe("failed");
    expect(await client.generations.cancel.mutate({ id })).toMatchObject({ status: "cancelled" });
    expect(await client.generations.cancel.mutate({ id })).toMatchObject({ status: "cancelled" });
    const trail = await client.audit.list.query({ generationId: id, action: "generation.cancelled" });
    expect(trail.items).toHaveLength(1);
    const later = await create(client);
    await finished(client, later.id);
    expect(await stage.simulator.requests(company)).toHaveLength(1);
  });

  it("is refused once the generation is complete", async () => {
    const client = clientOf(stage.service, someone());
    const { id } = await generated(stage, client, validAnswer());
    expect(await refusal(client.generations.cancel.mutate({ id }))).toMatchObject({
      code: "GENERATION_NOT_CANCELLABLE",
    });
    expect(await refusal(client.generations.retry.mutate({ id }))).toMatchObject({
      code: "GENERATION_NOT_RETRYABLE",
    });
  });

  it("queues a cancelled generation again, with attempts that count on", async () => {
    const client = clientOf(stage.service, someone());
    const { id } = await create(client, ["stalled", { at: 0.5 }]);
    await expect.poll(() => statusOf(client, id)).toBe("processing");
    expect(await refusal(client.generations.retry.mutate({ id }))).toMatchObject({
      code: "GENERATION_NOT_RETRYABLE",
    });
    await client.generations.cancel.mutate({ id });
    expect(await client.generations.retry.mutate({ id })).toMatchObject({
      status: "queued",
      lastError: null,
    });
    const done = await finished(client, id);
    expect(done).toMatchObject({ status: "complete", attempts: 2, answer: validAnswer() });
    expect(done.attemptList.map(({ status }) => status)).toEqual(["cancelled", "succeeded"]);
  });

  it("gives a failed generation a new budget", async () => {
    const client = clientOf(stage.service, someone());
    const { id, company } = await create(client, ["401", {}]);
    expect(await finished(client, id)).toMatchObject({ status: "failed" });
    for (const _ of [1, 2, 3]) await stage.simulator.fault(company, "500");
    await client.generations.retry.mutate({ id });
    expect(await finished(client, id)).toMatchObject({ status: "complete", attempts: 5, lastError: null });
  });

  it("asks anew after a complete answer with faults, as long as nobody accepted it", async () => {
    const client = clientOf(stage.service, someone());
    const company = uniqueCompany();
    await stage.simulator.answer(company, '{"scenario_metadata": {"name": "Thin"}, "capabilities": []}');
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    const { id } = generation;
    expect(await finished(client, id)).toMatchObject({
      status: "complete",
      validationErrors: [{ path: "capabilities" }],
    });
    await client.generations.retry.mutate({ id });
    expect(await finished(client, id)).toMatchObject({ status: "complete" });
    await client.generations.accept.mutate({ id, import: false });
    expect(await refusal(client.generations.retry.mutate({ id }))).toMatchObject({
      code: "GENERATION_NOT_RETRYABLE",
    });
  });

  it("ends in one state when cancelled and completed at the same moment", async () => {
    const client = clientOf(stage.service, someone());
    const { id } = await create(client);
    await client.generations.cancel.mutate({ id }).catch(() => undefined);
    const done = await finished(client, id);
    expect(done.attemptList.filter(({ status }) => status === "running")).toEqual([]);
    expect(done.answer === null).toBe(done.status === "cancelled");
  });
});
