import { describe, expect, it } from "vitest";
import { kindsOf, reading, refusal } from "../test/expect-read.ts";
import { SCENARIO } from "../test/scenario-schema.ts";

const METADATA = '"scenario_metadata":{"name":"N"}';
const TREE = '"capabilities":[{"name":"C","competencies":[{"name":"K","skills":[{"name":"S"}]}]}]';

describe("what a text says twice, or beside the document", () => {
  it.each([
    ["another spelling of a key", `{${METADATA},${TREE},"Capabilities":[{"name":"D"}]}`, "value_kept_aside"],
    ["another name of a key", `{${METADATA},${TREE},"metadata":{"name":"Q"}}`, "value_kept_aside"],
    [
      "the same value twice",
      `{${METADATA},${TREE},"confidence_score":0.5,"confidenceScore":0.6}`,
      "value_kept_aside",
    ],
    ["members behind it", `{${METADATA},${TREE}}\n"confidence_score":0.8`, "stray_text_ignored"],
    ["members before it", `"confidence_score":0.8,{${METADATA},${TREE}}`, "stray_text_ignored"],
  ])("is risky: %s", (_, text, kind) => {
    const result = reading(text, SCENARIO);
    expect(kindsOf(result)).toEqual([kind]);
    expect(result.journal[0]?.severity).toBe("risky");
    expect(result.value).not.toHaveProperty("scenario_metadata.confidence_score");
  });

  it("is ambiguous when two documents stand in one list", () => {
    expect(refusal(`[{${METADATA},${TREE}},{${METADATA},${TREE.replace("C", "D")}}]`, SCENARIO).reason).toBe(
      "ambiguous",
    );
  });
});

describe("closers that do not match", () => {
  it("lose nothing that follows them", () => {
    const text = `{${METADATA},${TREE},"objectives":["o1","o2"},"confidence_score":0.8}`;
    const result = reading(text, SCENARIO);
    expect(result.value).toMatchObject({ objectives: ["o1", "o2"], confidence_score: 0.8 });
    expect(kindsOf(result)).toEqual(["bracket_guessed", "early_close_ignored"]);
  });

  it("are a guess where a member follows: it may belong to the inner object", () => {
    const { journal } = reading('{"x": {"a": [1, 2}, "b": 3}}', true);
    expect(journal.map(({ severity }) => severity)).toContain("risky");
  });
});

describe("lists in a list of objects", () => {
  it("are opened, and lose nothing", () => {
    const competencies = [
      ["K", "S"],
      ["K2", "S2"],
    ].map(([name, skill]) => ({ name, skills: [{ name: skill }] }));
    const result = reading(
      `{${METADATA},"capabilities":[{"name":"C","competencies":${JSON.stringify([competencies])}}]}`,
      SCENARIO,
    );
    expect(result.value).toMatchObject({ capabilities: [{ competencies }] });
    expect(kindsOf(result)).toEqual(["list_opened"]);
  });
});

describe("the path of an entry", () => {
  it("goes through a list that was made", () => {
    const text = `{${METADATA},"capabilities":{"name":"C","competencies":{"name":"K","required_level":"3"}}}`;
    const paths = reading(text, SCENARIO).journal.map(({ path }) => path);
    expect(paths).toEqual([
      "capabilities",
      "capabilities[0].competencies",
      "capabilities[0].competencies[0].required_level",
    ]);
  });

  it("names the member whose value vanished", () => {
    const { journal } = reading(`{${METADATA},${TREE},"objectives":,}`, SCENARIO);
    expect(journal).toContainEqual(expect.objectContaining({ kind: "value_missing", path: "objectives" }));
  });
});

it("opens JSON that was written as a string twice", () => {
  const tree = { scenario_metadata: { name: "N" }, capabilities: [] };
  const text = JSON.stringify(JSON.stringify(JSON.stringify(tree)));
  expect(reading(text, SCENARIO).value).toEqual(tree);
});

it("takes no signed infinity for a text", () => {
  expect(reading('{"a": -Infinity, "b": +Infinity}', true).value).toEqual({ a: null, b: null });
});
