import { expect, test } from "vitest";
import {
  ask,
  bytesOf,
  openSimulator,
  RETAIL,
  readStream,
  streamed,
  textOf,
  withFault,
} from "./open-simulator.ts";

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
