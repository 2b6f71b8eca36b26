import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resumableParts } from "../src/resume-point.ts";
import { validAnswer } from "./answers.ts";
import {
  type Client,
  clientOf,
  finished,
  type Generation,
  openStage,
  requestFor,
  type Stage,
  someone,
  uniqueCompany,
} from "./stage.ts";

const ATTEMPTS = 3;
const ASKS = 2;
const LANES = 8;
const ANSWER = validAnswer("Plan 🌱 año 日本");
const TEXT = JSON.stringify(ANSWER, null, 1);

type Options = Record<string, string | number | boolean>;
/** A fault, and how a generation ends that meets it at every request; met once, it ends complete unless told otherwise. */
type Case = [fault: string, options: Options, always: string, once?: string];

const CASES: Case[] = [
  ["malformed", { how: "vanished" }, "failed ANSWER_UNREADABLE"],
  ["malformed", { how: "commas" }, "complete"],
  ["invalid", {}, "complete with faults"],
  ["truncated", { continues: true }, "failed ANSWER_UNREADABLE"],
  ["truncated", { continues: false }, "failed ANSWER_UNREADABLE"],
  ["unfinished", {}, "failed MODEL_UNAVAILABLE"],
  ["doubled", { what: "text" }, "failed ANSWER_UNREADABLE"],
  ["doubled", { what: "chunks" }, "failed ANSWER_UNREADABLE"],
  ["slow", { tokensPerSecond: 3 }, "failed MODEL_TIMEOUT"],
  ["slow", { firstTokenMs: 18_000 }, "failed MODEL_TIMEOUT"],
  ["stalled", {}, "failed MODEL_TIMEOUT"],
  ["disconnect", {}, "failed MODEL_UNAVAILABLE"],
  ["error-event", {}, "failed MODEL_UNAVAILABLE"],
  ["400", {}, "failed MODEL_REFUSED", "failed MODEL_REFUSED"],
  ["401", {}, "failed MODEL_REFUSED", "failed MODEL_REFUSED"],
  ["429", { retryAfter: "1" }, "failed MODEL_RATE_LIMITED"],
  ["500", {}, "failed MODEL_UNAVAILABLE"],
  ["503", { retryAfter: "1" }, "failed MODEL_UNAVAILABLE"],
  ["wrong-document", {}, "failed ANSWER_UNREADABLE"],
  ["prose", {}, "failed ANSWER_UNREADABLE"],
  ["empty", {}, "failed ANSWER_UNREADABLE"],
  ["split-bytes", { maximumBytes: 3 }, "complete"],
  ["invalid-utf8", {}, "complete"],
];

/** Faults of the delivery: what arrives is the answer's text, up to where it stops. */
const FAITHFUL = ["truncated", "unfinished", "slow", "stalled", "disconnect", "error-event", "split-bytes"];

type Chunk = { attempt: number; sequence: number; text: string; characters: number };

describe("a generation that meets a fault of the provider", () => {
  let stage: Stage;
  let client: Client;
  const actor = someone();
  const runs = new Map<string, { company: string; done: Generation }>();

  const key = (fault: string, options: Options, times: string) =>
    `${fault} ${JSON.stringify(options)} ${times}`;

  // Many at the same time: if chunks could mix, here they would. The limits leave room for a busy machine.
  beforeAll(async () => {
    stage = await openStage({
      WORKER_CONCURRENCY: String(LANES),
      LLM_FIRST_TOKEN_TIMEOUT_MS: "15000",
      LLM_SILENCE_TIMEOUT_MS: "8000",
      LLM_TOTAL_TIMEOUT_MS: "25000",
      GENERATION_MAX_ATTEMPTS: String(ATTEMPTS),
      GENERATION_MAX_ASKS: String(ASKS),
      GENERATION_MAX_SECONDS: "300",
      CHUNK_CHARACTERS: "100",
    });
    client = clientOf(stage.service, actor);
    const run = async ([fault, options]: Case, times: "once" | "always") => {
      const company = uniqueCompany();
      await stage.simulator.answer(company, TEXT);
      await stage.simulator.fault(company, fault, options, times === "once" ? 1 : 20);
      const { generation } = await client.generations.create.mutate({ request: requestFor(company) });
      const done = await finished(client, generation.id, 280_000, 500);
      runs.set(key(fault, options, times), { company, done });
    };
    const waiting = CASES.flatMap((one) => [() => run(one, "once"), () => run(one, "always")]);
    const lane = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await next();
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }, 400_000);
  afterAll(() => stage.close());

  const runOf = (fault: string, options: Options, times: string) => {
    const run = runs.get(key(fault, options, times));
    return run ?? expect.fail(`${fault} did not run`);
  };

  const ending = ({ status, lastError, validationErrors }: Generation) =>
    status === "complete"
      ? `complete${validationErrors.length > 0 ? " with faults" : ""}`
      : `${status} ${lastError?.code}`;

  it("has met every fault that the simulator knows", async () => {
    const response = await fetch(`${stage.simulator.baseUrl.replace(/\/v1$/, "")}/simulator/faults`);
    const { known } = (await response.json()) as { known: string[] | Record<string, unknown> };
    const names = Array.isArray(known) ? known.map(String) : Object.keys(known);
    expect(new Set(CASES.map(([fault]) => fault))).toEqual(new Set(names));
  });

  it.each(CASES)(
    "ends as it should: %s %o at every request: %s",
    (fault, options, always, once = "complete") => {
      expect(ending(runOf(fault, options, "always").done)).toBe(always);
      const { done } = runOf(fault, options, "once");
      expect(ending(done)).toBe(once);
      // A broken character of the text is not the answer's any more.
      if (once === "complete" && fault !== "invalid-utf8" && fault !== "malformed") {
        expect(done.answer).toEqual(ANSWER);
      }
    },
  );

  it("keeps within its budget, and counts what it used", () => {
    for (const { done } of runs.values()) {
      expect(done.attempts).toBeLessThanOrEqual(ATTEMPTS);
      expect(done.attemptList).toHaveLength(done.attempts);
      const asks = done.attemptList.filter(
        ({ status, error }) =>
          status === "succeeded" || (error?.code.startsWith("ANSWER") && error.code !== "ANSWER_CUT"),
      );
      expect(asks.length).toBeLessThanOrEqual(ASKS);
      expect(done.attemptList.map(({ attempt }) => attempt)).toEqual(
        Array.from({ length: done.attempts }, (_, index) => index + 1),
      );
      const total = done.attemptList.reduce((sum, { usage }) => sum + (usage?.totalTokens ?? 0), 0);
      expect(done.usage?.totalTokens ?? 0).toBe(total);
    }
  });

  it("tells a planner why it failed, in one or two sentences without the provider's own words", () => {
    for (const { done } of runs.values()) {
      if (done.status !== "failed") continue;
      expect(done.lastError?.message).toMatch(/^[A-Z][^{}<>\n]{10,300}\.$/);
      expect(done.lastError?.message).not.toMatch(
        /undefined|null|Error:|https?:|response_format|Incorrect API/,
      );
    }
  });

  it("keeps each attempt's chunks to that attempt, in order and without a gap", async () => {
    for (const [name, { done }] of runs) {
      const byAttempt = await chunksOf(done.id);
      expect([...byAttempt.keys()].every((attempt) => attempt <= done.attempts)).toBe(true);
      for (const chunks of byAttempt.values()) {
        expect(chunks.map(({ sequence }) => sequence)).toEqual(chunks.map((_, index) => index));
        expect(chunks.at(-1)?.characters).toBe(textOf(chunks).length);
      }
      const faithful = FAITHFUL.includes(name.split(" ")[0] ?? "");
      if (faithful) expectFaithful(done, byAttempt);
    }
  });

  it("shows its followers the last attempt's text alone", async () => {
    for (const { done } of runs.values()) {
      const text = await followed(done.id);
      expect(text).toBe(textOf((await chunksOf(done.id)).get(done.attempts) ?? []));
    }
  });

  /** Each attempt's text is the answer from where it began: its beginning, or where the parts before it are gone on from. */
  function expectFaithful(done: Generation, byAttempt: Map<number, Chunk[]>): void {
    const parts: string[] = [];
    for (const { attempt, error } of done.attemptList) {
      const text = textOf(byAttempt.get(attempt) ?? []);
      const before = resumableParts(parts).join("");
      const begins = TEXT.startsWith(text) || TEXT.startsWith(text, before.length);
      expect(begins, `attempt ${attempt} of ${done.id}`).toBe(true);
      if (error?.code === "ANSWER_CUT") parts.push(text);
    }
  }

  async function chunksOf(id: number): Promise<Map<number, Chunk[]>> {
    const rows: Chunk[] = await stage.database.tenant(actor.organizationId, (trx) =>
      trx("generation.generation_chunks")
        .select("attempt", "sequence", "text", "characters")
        .where({ organization_id: actor.organizationId, generation_id: id })
        .orderBy(["attempt", "sequence"]),
    );
    return Map.groupBy(rows, ({ attempt }) => attempt);
  }

  /** What somebody sees in the end who follows from the beginning and forgets as told. */
  async function followed(id: number): Promise<string> {
    let text = "";
    let after: string | null = null;
    for (;;) {
      const { events, done } = await client.generations.follow.query({ id, after, waitMs: 0 });
      for (const event of events) {
        if (event.type === "attempt") text = "";
        if (event.type === "chunk") text += event.data.text ?? "";
        after = event.id;
      }
      if (done) return text;
    }
  }
});

function textOf(chunks: readonly Chunk[]): string {
  return chunks.map(({ text }) => text).join("");
}
