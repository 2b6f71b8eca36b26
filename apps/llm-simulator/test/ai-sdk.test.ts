import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { scenarioAnswerSchema } from "@vivero/contracts";
import { APICallError, generateText, jsonSchema, Output, streamText } from "ai";
import { expect, test } from "vitest";
import { HOSPITAL, openSimulator, post, RETAIL } from "./open-simulator.ts";

function modelAt(url: string, headers: Record<string, string> = {}) {
  const provider = createOpenAICompatible({
    name: "simulator",
    baseURL: `${url}/v1`,
    apiKey: "sesame",
    includeUsage: true,
    supportsStructuredOutputs: true,
    headers,
  });
  return provider("vivero-simulator");
}

/** The whole of a stream, and the error that the SDK reported beside it. */
async function streamFrom(url: string, headers: Record<string, string> = {}, signal?: AbortSignal) {
  const errors: unknown[] = [];
  const result = streamText({
    model: modelAt(url, headers),
    prompt: `Company: ${RETAIL}`,
    maxRetries: 0,
    onError: ({ error }) => void errors.push(error),
    ...(signal ? { abortSignal: signal } : {}),
  });
  let text = "";
  for await (const part of result.textStream) text += part;
  return { text, errors, result };
}

test("the AI SDK streams an answer with its usage and finish reason", async () => {
  const url = await openSimulator({ apiKey: "sesame" });
  const { text, errors, result } = await streamFrom(url);
  expect(JSON.parse(text).scenario_metadata.name).toContain("Río Claro");
  expect(errors).toEqual([]);
  expect(await result.finishReason).toBe("stop");
  const usage = await result.usage;
  expect(usage.outputTokens).toBeGreaterThan(3000);
  expect(usage.totalTokens).toBe((usage.inputTokens ?? 0) + (usage.outputTokens ?? 0));
});

test("the AI SDK streams the same when the bytes are cut anywhere", async () => {
  const url = await openSimulator();
  const whole = await streamFrom(url);
  const split = await streamFrom(url, { "x-simulator-fault": "split-bytes" });
  expect(split.text).toBe(whole.text);
});

test("the AI SDK asks for structured output with the contract's schema and reads the object", async () => {
  const url = await openSimulator();
  const result = streamText({
    model: modelAt(url),
    prompt: `Company: ${HOSPITAL}`,
    output: Output.object({ schema: jsonSchema<{ capabilities: unknown[] }>({ ...scenarioAnswerSchema() }) }),
  });
  await result.consumeStream();
  expect((await result.output).capabilities).toHaveLength(4);
  const { requests } = (await (await fetch(`${url}/simulator/requests`)).json()) as {
    requests: { responseFormat: unknown }[];
  };
  expect(requests[0]?.responseFormat).toMatchObject({
    type: "json_schema",
    json_schema: { strict: true, schema: { required: ["scenario_metadata", "capabilities"] } },
  });
});

test("the AI SDK reads an answer that is not streamed", async () => {
  const url = await openSimulator();
  const { text, finishReason } = await generateText({
    model: modelAt(url),
    prompt: HOSPITAL,
    maxOutputTokens: 30,
  });
  expect(finishReason).toBe("length");
  expect(text.startsWith('{\n  "scenario_metadata"')).toBe(true);
});

test("the AI SDK waits for Retry-After and asks again", async () => {
  const url = await openSimulator();
  await post(url, "faults", { fault: "429", options: { retryAfter: 0 } });
  const { text } = await generateText({ model: modelAt(url), prompt: HOSPITAL, maxRetries: 1 });
  expect(JSON.parse(text).capabilities).toHaveLength(4);
});

test("the AI SDK sees each refusal's status, and whether it may ask again", async () => {
  const url = await openSimulator();
  for (const [fault, retryable] of Object.entries({
    400: false,
    401: false,
    429: true,
    500: true,
    503: true,
  })) {
    const model = modelAt(url, { "x-simulator-fault": fault });
    const error = await generateText({ model, prompt: HOSPITAL, maxRetries: 0 }).catch(
      (caught: unknown) => caught,
    );
    if (!APICallError.isInstance(error)) throw new Error(`${fault} gave ${String(error)}`);
    expect({ status: error.statusCode, retryable: error.isRetryable }).toEqual({
      status: Number(fault),
      retryable,
    });
  }
});

test("the AI SDK reports a stream without a finish reason, and one with an error in it", async () => {
  const url = await openSimulator();
  for (const fault of ["unfinished", "error-event"]) {
    const { text, errors, result } = await streamFrom(url, { "x-simulator-fault": fault });
    expect(text.length).toBeGreaterThan(1000);
    expect(errors).toHaveLength(1);
    expect(await result.finishReason).toBe("error");
  }
});

test("the AI SDK throws when the connection breaks, and when it gives up on a stalled one", async () => {
  const url = await openSimulator();
  await expect(streamFrom(url, { "x-simulator-fault": "disconnect" })).rejects.toThrow();
  const { text, result } = await streamFrom(
    url,
    { "x-simulator-fault": "stalled" },
    AbortSignal.timeout(300),
  );
  expect(text.length).toBeGreaterThan(1000);
  await expect(result.finishReason).rejects.toThrow(/timeout/i);
});
