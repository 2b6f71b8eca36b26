import { describe, expect, it } from "vitest";
import { retryAfter } from "./classify-failure.ts";

describe("Retry-After", () => {
  const now = Date.parse("2026-11-24T10:00:00Z");

  it.each([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "Tue, 24 Nov 2026 10:01:30 GMT" }, 90_000],
    [{ "retry-after": "Tue, 24 Nov 2026 09:00:00 GMT" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "1" }, 250],
    [{ "retry-after": "soon" }, null],
    [{}, null],
  ])("%o is %s milliseconds", (headers, milliseconds) => {
    expect(retryAfter(headers as Record<string, string>, now)).toBe(milliseconds);
  });
});
