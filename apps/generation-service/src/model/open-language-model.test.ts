import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DEFAULT_ANSWER_LIMITS } from "@vivero/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { type ModelSettings, readSettings } from "../env.ts";
import type { ModelEvent } from "./language-model.ts";
import { openLanguageModel } from "./open-language-model.ts";

type Reply = (body: { response_format?: { type: string } }, response: ServerResponse, count: number) => void;

describe("the model behind a provider", () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  /** A provider that answers as told, and the bodies that it was sent. */
  async function provider(reply: Reply, settings: Partial<ModelSettings> = {}) {
    const bodies: { response_format?: { type: string } }[] = [];
    server = createServer(async (request, response) => {
      const body = JSON.parse(await text(request));
      bodies.push(body);
      reply(body, response, bodies.length);
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const read = readSettings({
      DATABASE_URL: "postgres://nowhere",
      SERVICE_TOKEN_SECRET: "long enough to be one",
      LLM_BASE_URL: `http://127.0.0.1:${port}/v1`,
      LLM_MODEL: "some-model",
      LLM_API_KEY: "key",
    });
    const model = openLanguageModel({ ...read.model, ...settings }, DEFAULT_ANSWER_LIMITS);
    const ask = async (signal = new AbortController().signal): Promise<ModelEvent[]> => {
      const events: ModelEvent[] = [];
      for await (const event of model.ask([{ role: "user", content: "Hello" }], signal)) events.push(event);
      return events;
    };
    return { ask, bodies };
  }

  const text = async (request: IncomingMessage) => Buffer.concat(await request.toArray()).toString();

  function stream(response: ServerResponse, events: readonly object[], names = false): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events) {
      if (names) response.write(`event: ${(event as { type: string }).type}\n`);
      response.write(`data: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  }

  const openAiChunks = (finish: string) => [
    { id: "1", model: "some-model-2026", choices: [{ index: 0, delta: { content: '{"a"' } }] },
    { id: "1", model: "some-model-2026", choices: [{ index: 0, delta: { content: ": 1}" } }] },
    { id: "1", model: "some-model-2026", choices: [{ index: 0, delta: {}, finish_reason: finish }] },
    { id: "1", choices: [], usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 } },
  ];

  it("gives each piece as it comes, and the model's own name with the usage at the end", async () => {
    const { ask } = await provider((_body, response) => stream(response, openAiChunks("stop")));
    expect(await ask()).toEqual([
      { type: "text", text: '{"a"' },
      { type: "text", text: ": 1}" },
      {
        type: "end",
        finishReason: "stop",
        usage: { inputTokens: 5, outputTokens: 4 },
        modelVersion: "some-model-2026",
      },
    ]);
  });

  it("takes a looser format at once when the provider refuses the schema, and stays with it", async () => {
    const { ask, bodies } = await provider((body, response) => {
      if (body.response_format?.type !== "json_schema") return stream(response, openAiChunks("stop"));
      response.writeHead(400, { "content-type": "application/json" });
      response.end(
        '{"error": {"message": "response_format json_schema is not supported", "type": "invalid_request_error"}}',
      );
    });
    await ask();
    await ask();
    expect(bodies.map((body) => body.response_format?.type)).toEqual([
      "json_schema",
      "json_object",
      "json_object",
    ]);
  });

  it("does not look for another format when one was set", async () => {
    const { ask } = await provider(
      (_body, response) => {
        response.writeHead(400, { "content-type": "application/json" });
        response.end('{"error": {"message": "response_format is not supported"}}');
      },
      { structuredOutput: "json_schema" },
    );
    await expect(ask()).rejects.toMatchObject({ code: "MODEL_REFUSED", retryable: false });
  });

  it("calls an answer that the provider held back by its name", async () => {
    const { ask } = await provider((_body, response) => stream(response, openAiChunks("content_filter")));
    await expect(ask()).rejects.toMatchObject({ code: "CONTENT_FILTERED", retryable: false });
  });

  const said = (status: number, body: string, type = "application/json"): Reply => {
    return (_body, response) => void response.writeHead(status, { "content-type": type }).end(body);
  };
  const error = (code: string, message: string) => JSON.stringify({ error: { message, type: code, code } });
  const PAGE = "<!doctype html><title>Sign in</title>";

  it.each<[string, Reply, string, RegExp]>([
    [
      "asks for payment",
      said(429, error("insufficient_quota", "You exceeded your current quota")),
      "MODEL_UNPAID",
      /paid up\. Tell your operator/,
    ],
    [
      "finds the prompt too long",
      said(400, error("context_length_exceeded", "This model's maximum context length is 8192 tokens")),
      "PROMPT_TOO_LONG",
      /longer than the language model takes\. Shorten your answers/,
    ],
    [
      "is a web page",
      said(200, PAGE, "text/html; charset=utf-8"),
      "MODEL_MISADDRESSED",
      /not as a language model does/,
    ],
    [
      "is a page that says there is none",
      said(404, PAGE, "text/html"),
      "MODEL_MISADDRESSED",
      /not as a language model does/,
    ],
    [
      "knows no such model",
      said(404, error("not_found", "no such model")),
      "MODEL_REFUSED",
      /does not know this model/,
    ],
  ])(
    "gives up at once when what answers %s, and counts nothing as spent",
    async (_what, reply, code, message) => {
      const { ask, bodies } = await provider(reply);
      await expect(ask()).rejects.toMatchObject({
        code,
        retryable: false,
        unspent: true,
        message: expect.stringMatching(message),
      });
      expect(bodies).toHaveLength(1);
    },
  );

  it("waits for a provider that has too many requests", async () => {
    const { ask } = await provider(said(429, error("rate_limit_exceeded", "Quota exceeded for this minute")));
    await expect(ask()).rejects.toMatchObject({ code: "MODEL_RATE_LIMITED", retryable: true, unspent: true });
  });

  it("says that the model declined, with what that cost", async () => {
    const { ask } = await provider((_body, response) => {
      const [, , finish, usage] = openAiChunks("stop");
      const refusal = { id: "1", choices: [{ index: 0, delta: { refusal: "I can't help" } }] };
      stream(response, [refusal, finish ?? {}, usage ?? {}]);
    });
    await expect(ask()).rejects.toMatchObject({
      code: "MODEL_DECLINED",
      retryable: false,
      unspent: false,
      usage: { inputTokens: 5, outputTokens: 4 },
      message: expect.stringContaining("declined"),
    });
  });

  it("ends with the reason of whoever stops it", async () => {
    const stop = new AbortController();
    const { ask } = await provider((_body, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      stop.abort(new Error("enough"));
    });
    await expect(ask(stop.signal)).rejects.toThrow("enough");
  });

  it("speaks Anthropic's protocol too", async () => {
    const usage = { input_tokens: 5, output_tokens: 1 };
    const { ask } = await provider(
      (_body, response) =>
        stream(
          response,
          [
            {
              type: "message_start",
              message: {
                id: "m",
                type: "message",
                role: "assistant",
                model: "some-claude",
                content: [],
                usage,
              },
            },
            { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
            { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: '{"a": 1}' } },
            { type: "content_block_stop", index: 0 },
            { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 4 } },
            { type: "message_stop" },
          ],
          true,
        ),
      { provider: "anthropic", structuredOutput: "none" },
    );
    expect(await ask()).toEqual([
      { type: "text", text: '{"a": 1}' },
      {
        type: "end",
        finishReason: "stop",
        usage: { inputTokens: 5, outputTokens: 4 },
        modelVersion: "some-claude",
      },
    ]);
  });
});
