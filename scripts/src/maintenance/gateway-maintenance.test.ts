import { createServer, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { awaitGateways } from "./gateway-maintenance.ts";
import { closeDoors, describeGateways } from "./switch-maintenance.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A gateway that says what it is told to say at the first question, the second and so on; the last goes on. */
async function startGateway(...answers: (object | number)[]): Promise<string> {
  let asked = 0;
  const server = createServer((_, response) => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    response.writeHead(typeof answer === "number" ? answer : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  servers.push(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const on = { replica: "a", on: true, message: "Volvemos a las 12" };
const off = { replica: "b", on: false };

it("waits until every replica holds the very message", async () => {
  const early = await startGateway(on);
  const late = await startGateway(
    off,
    { ...on, replica: "b", message: "an older one" },
    { ...on, replica: "b" },
  );
  const answers = await awaitGateways([early, late], { on: true, message: on.message }, 20);
  expect(answers.map(({ replica }) => replica)).toEqual(["a", "b"]);
});

it("names the replicas that did not confirm, and what they say", async () => {
  const urls = [
    await startGateway(on),
    await startGateway(off),
    await startGateway(404),
    "http://127.0.0.1:9",
  ];
  const outcome = awaitGateways(urls, { on: true, message: on.message }, 0);
  await expect(outcome).rejects.toThrow(
    new RegExp(
      `^3 of 4 gateways .*${urls[1]}: it says off; ${urls[2]}: it answers 404 to /maintenance; ${urls[3]}: .*`,
    ),
  );
  await expect(awaitGateways(urls.slice(0, 1), { on: false }, 0)).rejects.toThrow(/it says on\./);
});

it("refuses when nobody could confirm, or nothing could be switched", async () => {
  await expect(awaitGateways([], { on: true }, 0)).rejects.toThrow(/No gateway is named/);
  const notice = { message: "m", retryAfterSeconds: 1 };
  await expect(closeDoors({ unleash: undefined, gatewayUrls: [] }, notice)).rejects.toThrow(/UNLEASH_URL/);
  const unleash = { url: "http://127.0.0.1:9", token: "*:*.x", environment: "development" };
  await expect(closeDoors({ unleash, gatewayUrls: [] }, notice)).rejects.toThrow(/does not answer/);
});

it("says when two addresses lead to one process", () => {
  const lines = describeGateways([
    { url: "http://one", replica: "a", on: true },
    { url: "http://two", replica: "a", on: true },
  ]);
  expect(lines.at(-1)).toMatch(/2 addresses lead to 1 gateway process:/);
});
