import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXAMPLES } from "../src/answers/load-answers.ts";
import { countTokens } from "../src/delivery/tokens.ts";
import { ask, completion, HOSPITAL, openSimulator, RETAIL, readStream } from "./open-simulator.ts";

const file = (name: string) => readFile(join(EXAMPLES, name), "utf8");

describe("an answer", () => {
  test("comes whole, with its usage, when no stream is asked for", async () => {
    const url = await openSimulator();
    const body = await completion(await ask(url, { prompt: RETAIL, body: { model: "my-model" } }));
    const text = await file("digital-transformation-retail.es.json");
    expect(body.choices[0]?.message?.content).toBe(text);
    expect(body.choices[0]?.finish_reason).toBe("stop");
    expect(body).toMatchObject({ object: "chat.completion", model: "my-model" });
    expect(body.id).toMatch(/^chatcmpl-[0-9a-f]{32}$/);
    const promptTokens = 3 + 3 + countTokens("user") + countTokens(RETAIL);
    expect(body.usage).toEqual({
      prompt_tokens: promptTokens,
      completion_tokens: countTokens(text),
      total_tokens: promptTokens + countTokens(text),
    });
  });

  test("comes in chunks that joined are the file to the byte, and ends with its reason and [DONE]", async () => {
    const url = await openSimulator();
    const response = await ask(url, { prompt: RETAIL, body: { stream: true } });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const stream = readStream(await response.text());
    expect(stream.text).toBe(await file("digital-transformation-retail.es.json"));
    expect(stream.chunks[0]?.choices[0]?.delta?.role).toBe("assistant");
    expect(stream.chunks.length).toBeGreaterThan(400);
    expect(new Set(stream.chunks.map(({ id }) => id)).size).toBe(1);
    expect(stream).toMatchObject({ finishReason: "stop", done: true });
    expect(stream.chunks.every((chunk) => !("usage" in chunk))).toBe(true);
  });

  test("ends with a chunk of usage when the stream's options ask for it", async () => {
    const url = await openSimulator();
    const response = await ask(url, { body: { stream: true, stream_options: { include_usage: true } } });
    const { chunks, usage, text } = readStream(await response.text());
    expect(usage?.completion_tokens).toBe(countTokens(text));
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  test.each(["max_tokens", "max_completion_tokens"])(
    "is cut after %s with the reason length",
    async (limit) => {
      const url = await openSimulator();
      const body = await completion(await ask(url, { body: { [limit]: 25 } }));
      expect(body.choices[0]?.finish_reason).toBe("length");
      expect(body.usage?.completion_tokens).toBe(25);
      expect(countTokens(body.choices[0]?.message?.content ?? "")).toBe(25);
    },
  );

  test("is paced: at a hundred tokens a second, fifty take at least four tenths of a second", async () => {
    const url = await openSimulator({ tokensPerSecond: 100 });
    const started = performance.now();
    await (await ask(url, { body: { stream: true, max_tokens: 50 } })).text();
    expect(performance.now() - started).toBeGreaterThan(400);
  });

  test("is the same for content in parts", async () => {
    const url = await openSimulator();
    const content = [
      { type: "text", text: "The company is " },
      { type: "text", text: HOSPITAL },
    ];
    const body = await completion(await ask(url, { messages: [{ role: "user", content }] }));
    expect(body.choices[0]?.message?.content).toBe(await file("hospital-network-growth.en.json"));
  });
});

describe("a request", () => {
  test.each([
    ["no model", { model: "" }, "model"],
    ["no messages", { messages: [] }, "messages"],
    ["a message without a role", { messages: [{ content: "x" }] }, "messages[0].role"],
    ["several answers", { n: 2 }, "n"],
    ["a stream that is no boolean", { stream: "yes" }, "stream"],
    ["no room for an answer", { max_tokens: 0 }, "max_tokens"],
    ["an unknown response format", { response_format: { type: "yaml" } }, "response_format.type"],
    [
      "a structured output without a schema",
      { response_format: { type: "json_schema", json_schema: { name: "scenario" } } },
      "response_format.json_schema.schema",
    ],
    [
      "a structured output without a name",
      { response_format: { type: "json_schema", json_schema: { schema: {} } } },
      "response_format.json_schema.name",
    ],
  ])("with %s is refused with the parameter's name", async (_what, body, param) => {
    const url = await openSimulator();
    const response = await ask(url, { body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", param } });
  });

  test("that is no JSON, or no JSON by its type, is refused", async () => {
    const url = await openSimulator();
    const send = (type: string) =>
      fetch(`${url}/v1/chat/completions`, { method: "POST", headers: { "content-type": type }, body: "{" });
    expect((await send("application/json")).status).toBe(400);
    expect((await send("text/plain")).status).toBe(415);
  });

  test("to an unknown address is answered in the provider's form", async () => {
    const url = await openSimulator();
    const response = await fetch(`${url}/v1/embeddings`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "unknown_url" } });
  });
});

test("with an API key, models and admin want it as bearer token, and health does not", async () => {
  const url = await openSimulator({ apiKey: "sesame" });
  const statusOf = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${url}${path}`, { headers })).status;
  expect(await statusOf("/v1/models")).toBe(401);
  expect(await statusOf("/v1/models", { authorization: "Bearer other" })).toBe(401);
  expect(await statusOf("/v1/models", { authorization: "Bearer sesame" })).toBe(200);
  expect(await statusOf("/simulator/requests")).toBe(401);
  expect(await statusOf("/healthz")).toBe(200);
  expect((await ask(url)).status).toBe(401);
  expect((await ask(url, { headers: { authorization: "Bearer sesame" } })).status).toBe(200);
});

test("models are listed in OpenAI's form", async () => {
  const url = await openSimulator();
  const body = await (await fetch(`${url}/v1/models`)).json();
  expect(body).toMatchObject({ object: "list", data: [{ id: "vivero-simulator", object: "model" }] });
});
