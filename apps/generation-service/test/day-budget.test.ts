import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayOf } from "../src/day-budget.ts";
import { sumDay } from "../src/day-budget-store.ts";
import { validAnswer } from "./answers.ts";
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
} from "./stage.ts";

describe("what an organization may use in a day", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ ORGANIZATION_DAILY_GENERATIONS: "3" });
  });
  afterAll(() => stage.close());

  const create = (client: Client, idempotencyKey?: string) =>
    client.generations.create.mutate({
      request: requestFor("Northwind of the budget"),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });

  it("holds when many ask at the same moment, says when it begins anew, and leaves nothing behind", async () => {
    const client = clientOf(stage.service, someone());
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => create(client)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    const refused = await refusal(create(client));
    expect(refused.code).toBe("BUDGET_EXHAUSTED");
    expect(refused.details.retryAfterSeconds).toBeGreaterThan(0);
    expect(refused.details.retryAfterSeconds).toBeLessThanOrEqual(86_400);
    expect((await client.generations.list.query({})).items).toHaveLength(3);
    expect(await create(clientOf(stage.service, someone()))).toMatchObject({ created: true });
  });

  it("counts a generation that is retried each time", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const { generation } = await create(client);
    const { id } = generation;
    for (let retries = 0; retries < 2; retries++) {
      await client.generations.cancel.mutate({ id });
      await client.generations.retry.mutate({ id });
    }
    await client.generations.cancel.mutate({ id });
    expect((await refusal(client.generations.retry.mutate({ id }))).code).toBe("BUDGET_EXHAUSTED");
    expect((await client.generations.get.query({ id })).status).toBe("cancelled");
    expect((await refusal(create(client))).code).toBe("BUDGET_EXHAUSTED");
  });

  it("counts what broke off, so that nobody passes the limit by it", async () => {
    const own = await openStage({ ORGANIZATION_DAILY_TOKENS: "50", GENERATION_MAX_ATTEMPTS: "4" });
    try {
      const client = clientOf(own.service, someone());
      const company = uniqueCompany();
      await own.simulator.answer(company, JSON.stringify(validAnswer()));
      await own.simulator.fault(company, "disconnect", { at: 0.9 }, 4);
      const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
      const done = await finished(client, generation.id);
      expect(done).toMatchObject({ status: "failed", attempts: 1, lastError: { code: "BUDGET_EXHAUSTED" } });
      expect((await refusal(create(client))).code).toBe("BUDGET_EXHAUSTED");
    } finally {
      await own.close();
    }
  });

  it("still gives back what an idempotency key made before it was used up", async () => {
    const client = clientOf(stage.service, someone());
    const first = await create(client, "mine");
    await create(client);
    await create(client);
    expect(await create(client, "mine")).toMatchObject({
      created: false,
      generation: { id: first.generation.id },
    });
  });

  it("stops asking again once its tokens are used up and refuses new ones", async () => {
    const own = await openStage({ ORGANIZATION_DAILY_TOKENS: "50", GENERATION_MAX_ASKS: "3" });
    try {
      const actor = someone();
      const client = clientOf(own.service, actor);
      const company = uniqueCompany();
      await own.simulator.answer(company, JSON.stringify(validAnswer()));
      await own.simulator.fault(company, "prose");
      const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
      const done = await finished(client, generation.id);
      expect(done).toMatchObject({ status: "failed", attempts: 1, lastError: { code: "BUDGET_EXHAUSTED" } });
      expect(done.lastError?.message).toContain("midnight UTC");
      expect((await refusal(client.generations.retry.mutate({ id: done.id }))).code).toBe("BUDGET_EXHAUSTED");
      expect((await refusal(create(client))).code).toBe("BUDGET_EXHAUSTED");
    } finally {
      await own.close();
    }
  });

  it("is summed up by one statement over what began in the day only", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const done = await generated(stage, client, validAnswer());
    const { organizationId } = actor;
    const at = new Date();
    const sum = (day: Date) =>
      stage.database.tenant(organizationId, (trx) => sumDay(trx, organizationId, day));
    expect(await sum(dayOf(at))).toEqual({ tokens: done.usage?.totalTokens, generations: 1 });
    expect(await sum(new Date(at.getTime() + 60_000))).toEqual({ tokens: 0, generations: 0 });
  });
});
