import { scenarioAnswerSchema } from "@vivero/contracts";
import { expect, it } from "vitest";
import { createLiveAnswer } from "./live-answer.ts";

const schema = { ...scenarioAnswerSchema() };

it("grows the tree with every chunk and forgets it when another attempt begins", () => {
  const live = createLiveAnswer(schema, "queued");
  live.take("attempt", { status: "processing", attempt: 1 });
  live.take("chunk", { attempt: 1, text: '{"capabilities":[{"name":"Datos","competencies":[{"na' });
  expect(live.state()).toMatchObject({ status: "processing", attempt: 1 });
  expect(live.state().nodes.map(({ name }) => name)).toContain("Datos");
  live.take("chunk", { attempt: 1, text: 'me":"Análisis"' });
  expect(live.state().nodes.map(({ name }) => name)).toEqual(["Datos", "Análisis"]);

  live.take("status", {
    status: "processing",
    attempt: 1,
    lastError: { code: "ANSWER_INVALID", message: "No." },
  });
  live.take("attempt", { status: "processing", attempt: 2 });
  expect(live.state()).toMatchObject({
    attempt: 2,
    text: "",
    nodes: [],
    lastError: { code: "ANSWER_INVALID" },
  });
});

it("keeps the text of a cut answer that the next attempt goes on with", () => {
  const live = createLiveAnswer(schema, "processing");
  live.take("attempt", { attempt: 1 });
  live.take("chunk", { attempt: 1, text: '{"capabilities":[{"name":"Dat' });
  live.take("attempt", { attempt: 2, continues: true, text: '{"capabilities":[{"name":"Dat' });
  live.take("chunk", { attempt: 2, text: 'os"' });
  expect(live.state()).toMatchObject({ continues: true, text: '{"capabilities":[{"name":"Datos"' });
  expect(live.state().nodes.map(({ name }) => name)).toEqual(["Datos"]);
});

it("says when nothing more will come", () => {
  const live = createLiveAnswer(schema, "processing");
  live.take("finished", { status: "complete", lastError: null });
  expect(live.state()).toMatchObject({ finished: true, status: "complete", lastError: null });
});
