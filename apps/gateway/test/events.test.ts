import type { GenerationEvent } from "@vivero/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenGateway, openGateway } from "./open-gateway.ts";

let gateway: OpenGateway;
afterEach(() => gateway.close());

const events: GenerationEvent[] = [
  { id: "1.0", type: "attempt", data: { attempt: 1 } },
  { id: "1.1", type: "chunk", data: { text: "línea\nuno", attempt: 1 } },
  { id: "1.2", type: "chunk", data: { text: "dos", attempt: 1 } },
  { id: "2", type: "finished", data: { status: "complete" } },
];

/** A generation whose events come one at each question. */
const follow = async ({ after }: { after: string | null }) => {
  const next = events.findIndex(({ id }) => id === after) + 1;
  return { events: events.slice(next, next + 1), done: next >= events.length - 1 };
};

const idsOf = (text: string) => [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);

describe("following a generation", () => {
  it("streams every event in order to the end", async () => {
    gateway = await openGateway({ generation: { follow } });
    const answer = await gateway.fetch("/scenario-generations/12/events");
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const text = await answer.text();
    expect(idsOf(text)).toEqual(events.map(({ id }) => id));
    expect(text).toContain('data: {"text":"línea\\nuno","attempt":1}');
  });

  it("goes on after the last event that the reader saw", async () => {
    gateway = await openGateway({ generation: { follow } });
    const answer = await gateway.fetch("/scenario-generations/12/events", {
      headers: { "last-event-id": "1.1" },
    });
    expect(idsOf(await answer.text())).toEqual(["1.2", "2"]);
  });

  it("answers 204 when everything was seen", async () => {
    gateway = await openGateway({ generation: { follow } });
    const answer = await gateway.fetch("/scenario-generations/12/events", {
      headers: { "last-event-id": "2" },
    });
    expect(answer.status).toBe(204);
  });
});
