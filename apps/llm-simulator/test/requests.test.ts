import { expect, test } from "vitest";
import { ask, HOSPITAL, openSimulator } from "./open-simulator.ts";

async function requests(url: string, query = ""): Promise<Record<string, unknown>[]> {
  const body = (await (await fetch(`${url}/simulator/requests${query}`)).json()) as {
    requests: Record<string, unknown>[];
  };
  return body.requests;
}

test("what a client sent can be read back, without its secrets", async () => {
  const url = await openSimulator({ apiKey: null });
  const responseFormat = {
    type: "json_schema",
    json_schema: { name: "scenario", strict: true, schema: { type: "object" } },
  };
  await ask(url, {
    messages: [
      { role: "system", content: "You plan." },
      { role: "user", content: HOSPITAL },
    ],
    headers: { authorization: "Bearer very-secret", "x-api-key": "very-secret", "x-request-id": "r-1" },
    body: { model: "m", max_tokens: 5, response_format: responseFormat },
  });
  const [request] = await requests(url);
  expect(request).toMatchObject({
    number: 1,
    model: "m",
    messages: [
      { role: "system", text: "You plan." },
      { role: "user", text: HOSPITAL },
    ],
    responseFormat,
    stream: false,
    maximumTokens: 5,
    answer: "hospital-network-growth.en.json",
    chosenBy: "company",
    continuedFrom: 0,
    fault: null,
    outcome: "sent",
    status: 200,
    headers: { "x-request-id": "r-1", authorization: "[hidden]", "x-api-key": "[hidden]" },
  });
  expect(JSON.stringify(request)).not.toContain("very-secret");
});

test("only the last ones are kept, refused ones too", async () => {
  const url = await openSimulator({ requestsKept: 2 });
  await ask(url);
  await ask(url, { headers: { "x-simulator-fault": "503" } });
  await ask(url, { body: { model: "" } });
  expect(await requests(url)).toMatchObject([
    { number: 2, fault: "503", outcome: "refused", status: 503 },
    { number: 3, model: null, outcome: "refused", status: 400 },
  ]);
  expect(await requests(url, "?limit=1")).toMatchObject([{ number: 3 }]);
  expect((await fetch(`${url}/simulator/requests?limit=none`)).status).toBe(400);
});
