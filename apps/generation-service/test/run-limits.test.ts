import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "./answers.ts";
import {
  type Client,
  clientOf,
  finished,
  openStage,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "./stage.ts";

describe("the limits of a run", () => {
  let stage: Stage;
  let client: Client;
  beforeAll(async () => {
    stage = await openStage({
      ANSWER_MAX_BYTES: "5000",
      ANSWER_MAX_CAPABILITIES: "1",
      GENERATION_MAX_ASKS: "2",
      GENERATION_MAX_TOKENS: "3000",
      GENERATION_MAX_SECONDS: "20",
    });
    client = clientOf(stage.service, someone());
  });
  afterAll(() => stage.close());

  async function generate(text: string, fault?: [string, Record<string, string>]) {
    const company = uniqueCompany();
    await stage.simulator.answer(company, text);
    if (fault) await stage.simulator.fault(company, ...fault);
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    return finished(client, generation.id);
  }

  it("cut an answer that does not end, without taking it into the database whole", async () => {
    const done = await generate(`{"capabilities": [${"1,".repeat(50_000)}`);
    expect(done).toMatchObject({
      status: "failed",
      attempts: 2,
      lastError: { code: "ANSWER_TOO_LONG", message: expect.stringContaining("5000 bytes") },
    });
  });

  it("judge an answer by this installation's limits", async () => {
    const answer = validAnswer();
    const done = await generate(
      JSON.stringify({ ...answer, capabilities: [...answer.capabilities, ...answer.capabilities] }),
    );
    expect(done.status).toBe("complete");
    expect(done.validationErrors[0]).toMatchObject({
      path: "capabilities",
      message: "may have 1 item at most and has 2",
    });
  });

  it("do not wait longer for a provider than the run may last", async () => {
    const done = await generate(JSON.stringify(validAnswer()), ["429", { retryAfter: "3600" }]);
    expect(done).toMatchObject({ status: "failed", attempts: 1, lastError: { code: "MODEL_RATE_LIMITED" } });
    expect(done.lastError?.message).toContain("no time left");
  });
});
