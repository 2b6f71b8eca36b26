import { expect, it } from "vitest";
import { createEventParser } from "./server-events.ts";

const stream =
  'id: 1.0.0\nevent: attempt\ndata: {"attempt":1}\nretry: 1000\n\n: waiting\n\nid: 1.1.0\nevent: chunk\ndata: {"text":"a\\n\\nb: c"}\n\n';
const events = [
  { id: "1.0.0", type: "attempt", data: { attempt: 1 } },
  { id: "1.1.0", type: "chunk", data: { text: "a\n\nb: c" } },
];

it("gives the same events however the stream is cut", () => {
  for (let size = 1; size <= stream.length; size++) {
    const parse = createEventParser();
    const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
      stream.slice(index * size, (index + 1) * size),
    );
    expect(pieces.flatMap(parse)).toEqual(events);
  }
});

it("waits for the end of an event that has only begun", () => {
  const parse = createEventParser();
  expect(parse('id: 2\ndata: {"text":')).toEqual([]);
  expect(parse('"x"}\n\n')).toEqual([{ id: "2", type: "message", data: { text: "x" } }]);
});
