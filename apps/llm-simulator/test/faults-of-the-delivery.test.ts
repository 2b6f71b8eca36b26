import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { expect, test, vi } from "vitest";
import {
  ask,
  bytesOf,
  completion,
  openSimulator,
  post,
  readStream,
  streamed,
  textOf,
  withFault,
} from "./open-simulator.ts";

/** The chunks of the response's transfer coding, one by one: fetch would join those that arrive together. */
async function chunksOf(
  url: string,
  {
    prompt,
    headers,
    body,
  }: { prompt: string; headers: Record<string, string>; body: Record<string, unknown> },
): Promise<Buffer[]> {
  const outgoing = request(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
  });
  outgoing.end(JSON.stringify({ model: "any", messages: [{ role: "user", content: prompt }], ...body }));
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const pieces: Buffer[] = [];
  incoming.on("data", (piece: Buffer) => pieces.push(piece));
  await once(incoming, "end");
  return pieces;
}

test("truncated: the reason is length, and the share is the one that was asked for", async () => {
  const url = await openSimulator();
  const whole = await completion(await ask(url));
  const half = await completion(await ask(url, withFault("truncated; at=0.5")));
  expect(half.choices[0]?.finish_reason).toBe("length");
  expect(half.usage?.completion_tokens).toBe(Math.floor((whole.usage?.completion_tokens ?? 0) / 2));
  const stream = readStream(await (await ask(url, streamed("truncated; at=0.5"))).text());
  expect(stream).toMatchObject({ finishReason: "length", done: true });
  expect(stream.text).toBe(half.choices[0]?.message?.content);
});

test("unfinished: the response ends properly, without a reason and without [DONE]", async () => {
  const url = await openSimulator();
  const { bytes, broken } = await bytesOf(await ask(url, streamed("unfinished")));
  const stream = readStream(bytes.toString("utf8"));
  expect(broken).toBe(false);
  expect(stream).toMatchObject({ finishReason: null, done: false });
  expect(stream.text.length).toBeGreaterThan(1000);
  expect((await completion(await ask(url, withFault("unfinished")))).choices[0]?.finish_reason).toBeNull();
});

test.each([true, false])("disconnect: the connection breaks in the middle (stream: %s)", async (stream) => {
  const url = await openSimulator();
  const { bytes, broken } = await bytesOf(await ask(url, { ...withFault("disconnect"), body: { stream } }));
  expect(broken).toBe(true);
  expect(bytes.length).toBeGreaterThan(1000);
});

test.each([true, false])(
  "stalled: nothing more comes until the client hangs up (stream: %s)",
  async (stream) => {
    const url = await openSimulator();
    const hangUp = new AbortController();
    const asked = ask(url, { ...withFault("stalled"), body: { stream }, signal: hangUp.signal });
    const read = asked.then(bytesOf, () => null);
    const requests = async () =>
      ((await (await fetch(`${url}/simulator/requests`)).json()) as { requests: { outcome: string }[] })
        .requests;
    await vi.waitFor(async () => expect((await requests())[0]?.outcome).toBe("open"));
    if (stream) expect((await asked).status).toBe(200);
    hangUp.abort();
    const received = await read;
    if (received) expect(received.broken).toBe(true);
    await vi.waitFor(async () => expect((await requests())[0]?.outcome).toBe("closed-by-client"));
  },
);

test("error-event: an error arrives as an event, or as a 500 when nothing is streamed", async () => {
  const url = await openSimulator();
  const events = (await (await ask(url, streamed("error-event"))).text()).trimEnd().split("\n\n");
  expect(events.length).toBeGreaterThan(10);
  expect(events.at(-1)).toContain('data: {"error":{"message":');
  expect((await ask(url, withFault("error-event"))).status).toBe(500);
});

test("slow: the first token and the rest take the time that was asked for", async () => {
  const url = await openSimulator();
  const started = performance.now();
  const response = await ask(url, {
    ...streamed("slow; firstTokenMs=150; tokensPerSecond=200"),
    body: { stream: true, max_tokens: 40 },
  });
  expect(readStream(await response.text()).finishReason).toBe("length");
  expect(performance.now() - started).toBeGreaterThan(300);
});

test.each([
  ["400", 400],
  ["401", 401],
  ["429", 429],
  ["500", 500],
  ["503", 503],
])("%s: refused with this status in the provider's form", async (fault, status) => {
  const url = await openSimulator();
  const response = await ask(url, streamed(fault));
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    error: { message: expect.any(String), type: expect.any(String) },
  });
  expect(response.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
});

test("Retry-After is sent as it was asked for", async () => {
  const url = await openSimulator();
  const date = "Wed, 21 Oct 2026 07:28:00 GMT";
  expect((await ask(url, withFault("429; retryAfter=7"))).headers.get("retry-after")).toBe("7");
  expect((await ask(url, withFault(`503; retryAfter=${date}`))).headers.get("retry-after")).toBe(date);
});

test.each([3, 500])(
  "split-bytes: pieces of at most %i bytes end anywhere and lose nothing",
  async (maximum) => {
    const url = await openSimulator();
    const text = "ñandú 🌱 ".repeat(1000);
    await post(url, "answers", { name: "dense", text });
    const split = withFault(`split-bytes; maximumBytes=${maximum}; seed=5`, "dense");
    const body = { max_tokens: 600 };
    const pieces = await chunksOf(url, { ...split, body: { ...body, stream: true } });
    const stream = readStream(Buffer.concat(pieces).toString("utf8"));
    expect(stream.done).toBe(true);
    expect(stream.text.length).toBeGreaterThan(1000);
    expect(text.startsWith(stream.text)).toBe(true);
    expect(await textOf(await ask(url, { ...split, body }))).toBe(stream.text);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(maximum);
    const cutCharacters = pieces.filter((piece) => piece.toString("utf8").includes("\ufffd"));
    expect(cutCharacters.length).toBeGreaterThan(0);
  },
);
