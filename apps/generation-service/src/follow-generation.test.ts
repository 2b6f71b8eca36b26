import type { GenerationEvent } from "@vivero/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validAnswer } from "../test/answers.ts";
import {
  type Client,
  clientOf,
  finished,
  openStage,
  refusal,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "../test/stage.ts";

describe("following a generation", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ CHUNK_CHARACTERS: "60" });
  });
  afterAll(() => stage.close());

  async function create(client: Client, answer: object, faults: [string, Record<string, number>?][] = []) {
    const company = uniqueCompany();
    const text = JSON.stringify(answer);
    await stage.simulator.answer(company, text);
    for (const [fault, options] of faults) await stage.simulator.fault(company, fault, options);
    const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
    return { id: generation.id, text };
  }

  /** Follows to the end, each time with a client of the next replica. */
  async function followToTheEnd(clients: Client[], id: number, after: string | null = null) {
    const events: GenerationEvent[] = [];
    for (let turn = 0; ; turn++) {
      const client = clients[turn % clients.length] as Client;
      const last = events.at(-1)?.id ?? after;
      const output = await client.generations.follow.query({ id, after: last, waitMs: 5_000 });
      events.push(...(output.events as GenerationEvent[]));
      if (output.done) return events;
    }
  }

  const textOf = (events: GenerationEvent[]) => events.map(({ data }) => data.text ?? "").join("");

  it("gives the answer as it streams, in order and whole, across replicas", async () => {
    const actor = someone();
    const replica = await stage.startReplica({ WORKER_CONCURRENCY: "0" });
    const clients = [clientOf(stage.service, actor), clientOf(replica, actor)];
    const { id, text } = await create(clients[0] as Client, validAnswer(), [
      ["slow", { tokensPerSecond: 300 }],
    ]);
    const events = await followToTheEnd(clients, id);
    expect(events.slice(0, 2)).toContainEqual({
      id: "1.0.0",
      type: "attempt",
      data: { status: "processing", attempt: 1 },
    });
    expect(events.at(-1)).toMatchObject({ type: "finished", data: { status: "complete", attempt: 1 } });
    const chunks = events.filter(({ type }) => type === "chunk");
    expect(chunks.length).toBeGreaterThan(3);
    expect(textOf(chunks)).toBe(text);
    expect(chunks.at(-1)?.data.characters).toBe(text.length);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  it("resumes after any event with exactly the rest, the same on every replica", async () => {
    const actor = someone();
    const client = clientOf(stage.service, actor);
    const { id } = await create(client, validAnswer());
    await finished(client, id);
    const all = await followToTheEnd([client], id);
    for (const [index, event] of all.entries()) {
      expect(await followToTheEnd([client], id, event.id)).toEqual(all.slice(index + 1));
    }
  });

  it("tells of a new attempt, whose text begins anew", async () => {
    const client = clientOf(stage.service, someone());
    const { id, text } = await create(client, validAnswer(), [["disconnect", { at: 0.6 }]]);
    const events = await followToTheEnd([client], id);
    const secondAttempt = events.findIndex(({ type, data }) => type === "attempt" && data.attempt === 2);
    expect(secondAttempt).toBeGreaterThan(0);
    expect(textOf(events.slice(secondAttempt))).toBe(text);
    expect(events.slice(secondAttempt).every(({ data }) => data.attempt === 2)).toBe(true);
  });

  it("keeps the text of an answer that was cut, for who followed it and for who comes only now", async () => {
    const client = clientOf(stage.service, someone());
    const { id, text } = await create(client, validAnswer("Cut, disturbed, cut"), [
      ["truncated", { at: 0.4 }],
      ["disconnect", { at: 0.5 }],
      ["truncated", { at: 0.5 }],
    ]);
    const followed = await followToTheEnd([client], id);
    const late = await followToTheEnd([client], id);
    for (const events of [followed, late]) {
      let shown = "";
      for (const { type, data } of events) {
        if (type === "attempt") shown = data.text ?? "";
        if (type === "chunk") shown += data.text ?? "";
      }
      expect(shown).toBe(text);
    }
    const began = late.filter(({ type }) => type === "attempt");
    expect(began).toMatchObject([{ data: { attempt: 4, continues: true } }]);
  });

  it("wakes within moments of news, long before the wait is over", async () => {
    const client = clientOf(stage.service, someone());
    const { id } = await create(client, validAnswer(), [["slow", { firstTokenMs: 700 }]]);
    let after: string | null = null;
    await expect
      .poll(async () => {
        const { events } = await client.generations.follow.query({ id, after, waitMs: 0 });
        after = events.at(-1)?.id ?? after;
        return events.some(({ type }) => type === "attempt") || after === "1.0.0";
      })
      .toBe(true);
    const began = performance.now();
    const { events } = await client.generations.follow.query({ id, after, waitMs: 20_000 });
    expect(events[0]).toMatchObject({ type: "chunk" });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it("comes back empty when its time is over, and refuses an id that is none of its events'", async () => {
    const client = clientOf(stage.service, someone());
    const { id } = await create(client, validAnswer(), [["stalled", { at: 0 }]]);
    await expect.poll(async () => (await client.generations.get.query({ id })).status).toBe("processing");
    const output = await client.generations.follow.query({ id, after: "1.0.0", waitMs: 50 });
    expect(output).toEqual({ events: [], done: false });
    const odd = client.generations.follow.query({ id, after: "latest", waitMs: 0 });
    expect(await refusal(odd)).toMatchObject({ code: "INVALID_REQUEST" });
    await client.generations.cancel.mutate({ id });
  });
});
