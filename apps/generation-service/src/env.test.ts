import { describe, expect, it } from "vitest";
import { readSettings } from "./env.ts";

const least = {
  DATABASE_URL: "postgres://generation_service@127.0.0.1/vivero",
  SERVICE_TOKEN_SECRET: "long enough to be one",
  LLM_BASE_URL: "http://127.0.0.1:8083/v1",
  LLM_MODEL: "vivero-simulator",
};

describe("the settings", () => {
  it("are complete with four of them", () => {
    expect(readSettings(least)).toMatchObject({
      port: 8081,
      model: { provider: "openai-compatible", structuredOutput: "auto", totalMs: 600_000 },
      worker: { concurrency: 4, heartbeatSeconds: 15 },
      import: { catalogUrl: "http://127.0.0.1:8082", deadlineMs: 5_000 },
      limits: { capabilities: 25, answerBytes: 2_000_000 },
    });
  });

  it("stop the start with one sentence when one is missing or absurd", () => {
    expect(() => readSettings({ ...least, LLM_MODEL: "" })).toThrow(/LLM_MODEL is not set/);
    expect(() => readSettings({ ...least, LLM_BASE_URL: "" })).toThrow(/LLM_BASE_URL is not set/);
    expect(() => readSettings({ ...least, SERVICE_TOKEN_SECRET: "short" })).toThrow(/SERVICE_TOKEN_SECRET/);
    expect(() => readSettings({ ...least, WORKER_HEARTBEAT_SECONDS: "2" })).toThrow(
      /WORKER_HEARTBEAT_SECONDS/,
    );
    expect(() => readSettings({ ...least, LLM_INPUT_TOKEN_COST: "3" })).toThrow(/belong together/);
    expect(() => readSettings({ ...least, STORE_RAW_PROMPT: "true" })).toThrow(/RAW_PROMPT_KEY is not set/);
    expect(() => readSettings({ ...least, RAW_PROMPT_KEY: "c2hvcnQ=" })).toThrow(/32 bytes/);
  });

  it("need no address for Anthropic", () => {
    expect(
      readSettings({ ...least, LLM_PROVIDER: "anthropic", LLM_BASE_URL: "", LLM_API_KEY: "key" }).model
        .baseUrl,
    ).toBeUndefined();
    expect(() => readSettings({ ...least, LLM_PROVIDER: "anthropic" })).toThrow(/LLM_API_KEY is not set/);
  });
});
