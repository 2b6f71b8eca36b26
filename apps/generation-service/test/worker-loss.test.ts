import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { touchAttempt } from "../src/attempt-store.ts";
import { storeChunk } from "../src/chunk-store.ts";
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
import { type ServiceProcess, startProcess } from "./start-process.ts";

describe("losing a worker", () => {
  let stage: Stage;
  const processes: ServiceProcess[] = [];
  beforeAll(async () => {
    // The service of the stage serves only; the workers are processes that can be killed.
    stage = await openStage({
      WORKER_CONCURRENCY: "0",
      WORKER_HEARTBEAT_SECONDS: "10",
      CHUNK_CHARACTERS: "30",
    });
  });
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.end("SIGKILL")));
    await stage.close();
  });

  /** Two workers in processes of their own, and what they are to each other once one has a job. */
  async function startWorkers(settings: Record<string, string> = {}) {
    const environment = { ...stage.environment, WORKER_CONCURRENCY: "2", ...settings };
    const started = await Promise.all([startProcess(environment), startProcess(environment)]);
    processes.push(...started);
    return {
      async stopAll() {
        await Promise.all(started.map((one) => one.end("SIGKILL")));
      },
      /** The process that makes the attempt of a generation. */
      async workerOf(organizationId: number, generationId: number): Promise<ServiceProcess> {
        const { rows } = await stage.database.tenant(organizationId, (trx) =>
          trx.raw(
            "SELECT worker FROM generation.generation_attempts WHERE generation_id = ? AND attempt = 1",
            [generationId],
          ),
        );
        const found = started.find(({ pid }) => rows[0].worker.endsWith(`:${pid}`));
        if (!found) throw new Error(`nobody is ${rows[0].worker}`);
        return found;
      },
    };
  }

  /** A generation that streams slowly on its first ask (about ten seconds), and its first chunks are stored. */
  async function streaming(client: Client) {
    const company = uniqueCompany();
    const text = JSON.stringify(validAnswer());
    await stage.simulator.answer(company, text);
    await stage.simulator.fault(company, "slow", { tokensPerSecond: 20 });
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    const { id } = generation;
    await expect
      .poll(async () => (await chunkTexts(client, id)).length, { timeout: 15_000 })
      .toBeGreaterThan(1);
    return { id, text };
  }

  const chunkTexts = async (client: Client, id: number) => {
    const { events } = await client.generations.follow.query({ id, after: null, waitMs: 0 });
    return events.flatMap(({ type, data }) => (type === "chunk" ? [data.text ?? ""] : []));
  };

  it("hands a killed worker's generation to another within 60 s, and mixes no chunks", {
    timeout: 90_000,
  }, async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const workers = await startWorkers();
    const { id, text } = await streaming(client);
    const victim = await workers.workerOf(actor.organizationId, id);
    const killedAt = performance.now();
    await victim.end("SIGKILL");
    const done = await finished(client, id, 60_000);
    expect(performance.now() - killedAt).toBeLessThan(60_000);
    expect(done).toMatchObject({ status: "complete", attempts: 2, answerText: text });
    expect(done.attemptList.map(({ status }) => status)).toEqual(["abandoned", "succeeded"]);
    expect((await chunkTexts(client, id)).join("")).toBe(text);
    const { rows } = await stage.database.tenant(actor.organizationId, (trx) =>
      trx.raw(
        `SELECT attempt, string_agg(text, '' ORDER BY sequence) AS text FROM generation.generation_chunks
         WHERE generation_id = ? GROUP BY attempt ORDER BY attempt`,
        [id],
      ),
    );
    expect(text.startsWith(rows[0].text)).toBe(true);
    expect(rows[0].text.length).toBeLessThan(text.length);
    expect(rows[1].text).toBe(text);
    // What the dead worker's attempt would still write is refused.
    const zombie = { organizationId: actor.organizationId, generationId: id, attempt: 1 };
    const taken = await stage.database.tenant(actor.organizationId, async (trx) => [
      await storeChunk(trx, zombie, { sequence: 999, text: "late", characters: 4 }),
      await touchAttempt(trx, zombie),
    ]);
    expect(taken).toEqual([false, false]);
    await workers.stopAll();
  });

  it("is told to stop: hands its attempt back at once, and ends in order", { timeout: 60_000 }, async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const workers = await startWorkers({ SHUTDOWN_GRACE_MS: "200" });
    const { id, text } = await streaming(client);
    const stopped = await workers.workerOf(actor.organizationId, id);
    expect(await stopped.end("SIGTERM")).toBe(0);
    const done = await finished(client, id, 8_000);
    expect(done).toMatchObject({ status: "complete", attempts: 2, answerText: text });
    expect(done.attemptList.map(({ status }) => status)).toEqual(["abandoned", "succeeded"]);
    await workers.stopAll();
  });

  it("lets an attempt end that is nearly through", { timeout: 60_000 }, async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const workers = await startWorkers({ SHUTDOWN_GRACE_MS: "15000" });
    const { id } = await streaming(client);
    const stopped = await workers.workerOf(actor.organizationId, id);
    expect(await stopped.end("SIGTERM")).toBe(0);
    const done = await client.generations.get.query({ id });
    expect(done).toMatchObject({ status: "complete", attempts: 1 });
  });
});
