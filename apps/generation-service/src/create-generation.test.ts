import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "../test/answers.ts";
import {
  clientOf,
  finished,
  openStage,
  refusal,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "../test/stage.ts";

describe("creating a generation", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it("runs from the prompt to a complete answer with its counts, usage and attempt", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const company = uniqueCompany();
    const text = JSON.stringify(validAnswer(), null, 2);
    await stage.simulator.answer(company, text);
    const { generation, created } = await client.generations.create.mutate({ request: requestFor(company) });
    expect(created).toBe(true);
    expect(generation).toMatchObject({ status: "queued", companyName: company, attempts: 0, requestedBy: 7 });
    const done = await finished(client, generation.id);
    expect(done).toMatchObject({
      status: "complete",
      answerText: text,
      answer: validAnswer(),
      scenarioName: "Fleet of the future",
      found: { capabilities: 1, competencies: 2, skills: 3 },
      confidenceScore: 0.82,
      journal: [],
      validationErrors: [],
      attempts: 1,
      lastError: null,
      modelVersion: "vivero-simulator",
      attemptList: [{ attempt: 1, status: "succeeded", finishReason: "stop", error: null }],
    });
    expect(done.usage?.outputTokens).toBeGreaterThan(50);
    const trail = await client.audit.list.query({ generationId: generation.id });
    expect(trail.items.map(({ action }) => action).reverse()).toEqual([
      "generation.created",
      "generation.started",
      "generation.completed",
    ]);
    expect(await client.audit.verify.query({})).toMatchObject({ verified: true, events: 3 });
  });

  it("sends the model the stored prompt and the schema of the answer", async () => {
    const client = clientOf(stage.service, someone());
    const company = uniqueCompany();
    await stage.simulator.answer(company, JSON.stringify(validAnswer()));
    const { prompt } = await client.generations.preview.query(requestFor(company));
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    await finished(client, generation.id);
    const [request] = await stage.simulator.requests(company);
    expect(request?.messages).toEqual([{ role: "user", text: prompt }]);
    expect(request?.responseFormat).toMatchObject({
      type: "json_schema",
      json_schema: {
        strict: true,
        schema: { type: "object", required: expect.arrayContaining(["capabilities", "assumptions"]) },
      },
    });
  });

  it("stores nothing confidential, and says what was replaced", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const company = uniqueCompany();
    await stage.simulator.answer(company, JSON.stringify(validAnswer()));
    const request = requestFor(company, {
      situation: { currentChallenges: ["Ask ana.perez@example.org", "or ana.perez@example.org again"] },
      instructions: "Our database is postgres://admin:s3cr3t-Pa55@db.example.org/plans",
    });
    const { generation } = await client.generations.create.mutate({ request });
    const done = await finished(client, generation.id);
    expect(done.promptRedacted).toBe(true);
    expect(done.redactions).toContainEqual({ kind: "email", count: 2 });
    expect(done.request?.situation.currentChallenges).toEqual(["Ask [EMAIL_1]", "or [EMAIL_1] again"]);
    const { rows } = await stage.database.tenant(actor.organizationId, (trx) =>
      trx.raw("SELECT to_jsonb(g)::text AS everything FROM generation.scenario_generations g WHERE id = ?", [
        generation.id,
      ]),
    );
    expect(rows[0].everything).not.toContain("ana.perez");
    expect(rows[0].everything).not.toContain("s3cr3t");
    const [seen] = await stage.simulator.requests(company);
    expect(seen?.messages[0]?.text).toContain("[EMAIL_1]");
    expect(seen?.messages[0]?.text).not.toContain("ana.perez");
  });

  it("gives the first generation again for the same idempotency key and body, also in parallel", async () => {
    const client = clientOf(stage.service, someone());
    const company = uniqueCompany();
    await stage.simulator.answer(company, JSON.stringify(validAnswer()));
    const input = { request: requestFor(company), idempotencyKey: "key-1" };
    const all = await Promise.all(Array.from({ length: 8 }, () => client.generations.create.mutate(input)));
    expect(new Set(all.map(({ generation }) => generation.id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    await finished(client, all[0]?.generation.id ?? 0);
    expect(await stage.simulator.requests(company)).toHaveLength(1);
  });

  it("refuses the same idempotency key for another body, though only what is redacted differs", async () => {
    const client = clientOf(stage.service, someone());
    const company = uniqueCompany();
    const body = (mail: string) => requestFor(company, { instructions: `Write to ${mail}@example.org` });
    await client.generations.create.mutate({ request: body("ana"), idempotencyKey: "key-1" });
    const again = client.generations.create.mutate({ request: body("eva"), idempotencyKey: "key-1" });
    expect(await refusal(again)).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    const other = clientOf(stage.service, someone());
    const elsewhere = await other.generations.create.mutate({
      request: body("eva"),
      idempotencyKey: "key-1",
    });
    expect(elsewhere.created).toBe(true);
  });

  it("refuses what PostgreSQL cannot store, naming the field", async () => {
    const client = clientOf(stage.service, someone());
    const request = requestFor(uniqueCompany(), { instructions: "nul \0 here" });
    expect(await refusal(client.generations.create.mutate({ request }))).toMatchObject({
      code: "INVALID_REQUEST",
      details: { errors: [{ path: "instructions" }] },
    });
    expect(await refusal(client.generations.list.query({ search: "\0" }))).toMatchObject({
      code: "INVALID_REQUEST",
    });
  });
});
