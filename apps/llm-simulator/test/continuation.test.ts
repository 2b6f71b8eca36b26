import { expect, test } from "vitest";
import { ask, HOSPITAL, openSimulator, textOf } from "./open-simulator.ts";

const first = { role: "user", content: `Company: ${HOSPITAL}` };
const cutAt = (fault: string) => ({ messages: [first], headers: { "x-simulator-fault": fault } });

test("a cut answer goes on from the assistant's message that begins it", async () => {
  const url = await openSimulator();
  const whole = await textOf(await ask(url, { messages: [first] }));
  const begun = await textOf(await ask(url, cutAt("truncated; at=0.4")));
  const rest = await textOf(await ask(url, { messages: [first, { role: "assistant", content: begun }] }));
  expect(begun + rest).toBe(whole);
});

test.each(["Continue exactly where you stopped.", "Continúa exactamente donde te detuviste."])(
  "and from a message of the user that says %j",
  async (content) => {
    const url = await openSimulator();
    const whole = await textOf(await ask(url, { messages: [first] }));
    const begun = await textOf(await ask(url, { messages: [first], body: { max_tokens: 700 } }));
    const asked = [first, { role: "assistant", content: begun }, { role: "user", content }];
    expect(begun + (await textOf(await ask(url, { messages: asked })))).toBe(whole);
  },
);

test("without the beginning in the conversation it goes on from the cut that is remembered", async () => {
  const url = await openSimulator();
  const whole = await textOf(await ask(url, { messages: [first] }));
  const begun = await textOf(await ask(url, cutAt("truncated")));
  const asked = [first, { role: "user", content: "Continue." }];
  expect(begun + (await textOf(await ask(url, { messages: asked })))).toBe(whole);
  expect(await textOf(await ask(url, { messages: asked }))).toBe(whole);
});

test("a cut in the middle of a continuation is continued in its turn", async () => {
  const url = await openSimulator();
  const whole = await textOf(await ask(url, { messages: [first] }));
  let text = "";
  for (let turn = 0; turn < 4; turn += 1) {
    const messages = text === "" ? [first] : [first, { role: "assistant", content: text }];
    text += await textOf(await ask(url, { messages, body: { max_tokens: 1200 } }));
  }
  expect(text).toBe(whole);
});

test("with continues=false it begins anew, as a model that cannot continue", async () => {
  const url = await openSimulator();
  const whole = await textOf(await ask(url, { messages: [first] }));
  const begun = await textOf(await ask(url, cutAt("truncated; continues=false")));
  const asked = [first, { role: "assistant", content: begun }, { role: "user", content: "Continue." }];
  expect(await textOf(await ask(url, { messages: asked }))).toBe(whole);
});

test("a repair request, or a first prompt that speaks of continuing, gets the whole answer", async () => {
  const url = await openSimulator();
  const whole = await textOf(await ask(url, { messages: [first] }));
  const begun = await textOf(await ask(url, cutAt("truncated")));
  const repair = [
    first,
    { role: "assistant", content: begun },
    { role: "user", content: "capabilities is required" },
  ];
  expect(await textOf(await ask(url, { messages: repair }))).toBe(whole);
  await textOf(await ask(url, cutAt("truncated")));
  const growing = { role: "user", content: `${HOSPITAL} wants to continue growing` };
  expect(await textOf(await ask(url, { messages: [growing] }))).toBe(whole);
});
