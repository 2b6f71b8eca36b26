import { expect, test } from "vitest";
import { FAULT_NAMES } from "../src/faults/fault.ts";
import { ask, openSimulator, post, textOf, withFault } from "./open-simulator.ts";

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
  for (const prompt of ["mine", "yours", "mine", "mine"]) statuses.push((await ask(url, { prompt })).status);
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
  const repair = [first, { role: "assistant", content: said }, { role: "user", content: "name is required" }];
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
