import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { FAULT_NAMES } from "../src/faults/fault.ts";
import {
  ask,
  completion,
  HOSPITAL,
  openSimulator,
  post,
  RETAIL,
  readStream,
  textOf,
} from "./open-simulator.ts";

const withFault = (fault: string, prompt = HOSPITAL) => ({ prompt, headers: { "x-simulator-fault": fault } });
const streamed = (fault: string, prompt = HOSPITAL) => ({
  ...withFault(fault, prompt),
  body: { stream: true },
});

/** All bytes that arrive until the end or the break, and whether it broke. */
async function bytesOf(response: Response) {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of response.body ?? []) pieces.push(piece);
    return { bytes: Buffer.concat(pieces), broken: false };
  } catch {
    return { bytes: Buffer.concat(pieces), broken: true };
  }
}

/** The chunks of the response's transfer coding, one by one: fetch would join those that arrive together. */
async function chunksOf(
  url: string,
  { prompt, headers, body }: ReturnType<typeof streamed>,
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

describe("faults of the text", () => {
  test("malformed: a name's value has vanished, and the text is no JSON", async () => {
    const url = await openSimulator();
    const text = await textOf(await ask(url, withFault("malformed")));
    expect(text).toContain('"name": ,');
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test("malformed; how=commas: without its surplus commas it is the answer", async () => {
    const url = await openSimulator();
    const text = await textOf(await ask(url, withFault("malformed; how=commas")));
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(text.replace(/,(?=\s*[\]}])/g, "")).toBe(await textOf(await ask(url)));
  });

  test("invalid: sound JSON that breaks the contract", async () => {
    const url = await openSimulator();
    const { capabilities } = JSON.parse(await textOf(await ask(url, withFault("invalid"))));
    expect(capabilities[0]).toMatchObject({ importance: 9, competencies: [] });
    expect(capabilities[0]).not.toHaveProperty("name");
    expect(capabilities[1].competencies.length).toBeGreaterThan(1);
  });

  test("doubled: the whole answer after itself, or each chunk after itself", async () => {
    const url = await openSimulator();
    const text = await textOf(await ask(url));
    expect(await textOf(await ask(url, withFault("doubled")))).toBe(text + text);
    const stream = readStream(await (await ask(url, streamed("doubled; what=chunks"))).text());
    const contents = stream.chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").filter(Boolean);
    expect(contents.filter((_content, index) => index % 2 === 0).join("")).toBe(text);
    expect(stream.text).toHaveLength(2 * text.length);
  });

  test("wrong-document, prose and empty: an end without an answer", async () => {
    const url = await openSimulator();
    expect(JSON.parse(await textOf(await ask(url, withFault("wrong-document"))))).not.toHaveProperty(
      "capabilities",
    );
    expect(await textOf(await ask(url, withFault("prose")))).not.toMatch(/[{}[\]]/);
    const empty = readStream(await (await ask(url, streamed("empty"))).text());
    expect(empty).toMatchObject({ text: "", finishReason: "stop", done: true });
  });

  test("invalid-utf8: one incomplete character that a decoder shows as U+FFFD", async () => {
    const url = await openSimulator();
    const { bytes } = await bytesOf(await ask(url, streamed("invalid-utf8", RETAIL)));
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toThrow(TypeError);
    const text = readStream(bytes.toString("utf8")).text;
    expect(text.match(/\ufffd/g)).toHaveLength(1);
    expect(text.replace("\ufffd", "")).toBe(await textOf(await ask(url, { prompt: RETAIL })));
  });
});

describe("faults of the delivery", () => {
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
      const fault = `split-bytes; maximumBytes=${maximum}; seed=5`;
      const pieces = await chunksOf(url, streamed(fault, RETAIL));
      const stream = readStream(Buffer.concat(pieces).toString("utf8"));
      expect(stream.text).toBe(await textOf(await ask(url, { prompt: RETAIL })));
      expect(await textOf(await ask(url, withFault(fault, RETAIL)))).toBe(stream.text);
      expect(stream.done).toBe(true);
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(maximum);
      const cutCharacters = pieces.filter((piece) => piece.toString("utf8").includes("\ufffd"));
      expect(cutCharacters.length).toBeGreaterThan(0);
    },
  );
});

describe("who gets a fault", () => {
  test("the next requests, as many as were queued, when they contain the text", async () => {
    const url = await openSimulator();
    const queued = await post(url, "faults", {
      fault: "429",
      times: 2,
      options: { retryAfter: 9 },
      match: "mine",
    });
    expect(queued.status).toBe(201);
    const statuses: number[] = [];
    for (const prompt of ["mine", "yours", "mine", "mine"])
      statuses.push((await ask(url, { prompt })).status);
    expect(statuses).toEqual([429, 200, 429, 200]);
  });

  test("first in, first out, until the queue is cleared", async () => {
    const url = await openSimulator();
    await post(url, "faults", { fault: "500" });
    await post(url, "faults", { fault: "empty", times: 5 });
    expect((await ask(url)).status).toBe(500);
    expect(await textOf(await ask(url))).toBe("");
    const view = await (await fetch(`${url}/simulator/faults`)).json();
    expect(view).toEqual({
      queued: [{ fault: "empty", options: {}, remaining: 4, match: null }],
      known: FAULT_NAMES,
    });
    await fetch(`${url}/simulator/faults`, { method: "DELETE" });
    expect(await textOf(await ask(url))).not.toBe("");
  });

  test("an answer of the name, always; with -once not when the model is asked again", async () => {
    const url = await openSimulator();
    const text = '{"name": "x"}';
    await post(url, "answers", { name: "Acme.fault-empty.json", text });
    await post(url, "answers", { name: "Bolt.fault-malformed-once.json", text });
    await post(url, "answers", { name: "Cog.json", text, fault: "truncated; at=0" });
    expect(await textOf(await ask(url, { prompt: "Acme" }))).toBe("");
    expect(await textOf(await ask(url, { prompt: "Cog" }))).toBe("");
    const first = { role: "user", content: "Company: Bolt" };
    const said = await textOf(await ask(url, { messages: [first] }));
    expect(said).toBe('{"name": }');
    const repair = [
      first,
      { role: "assistant", content: said },
      { role: "user", content: "name is required" },
    ];
    expect(await textOf(await ask(url, { messages: repair }))).toBe(text);
  });

  test.each([
    "mood",
    "truncated; at=2",
    "truncated; at=",
    "truncated; until=3",
    "truncated; at",
    "doubled; what=half",
  ])("a fault like %j is refused with what is known instead", async (fault) => {
    const url = await openSimulator();
    const response = await ask(url, withFault(fault));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: "x-simulator-fault" } });
  });

  test.each([
    [{ fault: "mood" }, "fault"],
    [{ fault: "500", times: 0 }, "times"],
    [{ fault: "500", match: "" }, "match"],
    [{ fault: "500", options: { at: 1 } }, "fault"],
    [{ fault: "500", options: 3 }, "options"],
  ])("a queue entry like %j is refused", async (body, param) => {
    const url = await openSimulator();
    const response = await post(url, "faults", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});
