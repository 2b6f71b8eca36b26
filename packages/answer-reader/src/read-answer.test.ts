import { describe, expect, it } from "vitest";
import { expectTrueJournal, kindsOf, reading, refusal } from "../test/expect-read.ts";
import { SCENARIO } from "../test/scenario-schema.ts";

const TREE = {
  scenario_metadata: { name: "Digital office", horizon_months: 18 },
  capabilities: [
    {
      name: "Run services online",
      competencies: [{ name: "Service design", skills: [{ name: "Interviewing" }, { name: "Prototyping" }] }],
    },
  ],
};
const JSON_TREE = JSON.stringify(TREE, null, 2);

describe("reading JSON as it stands", () => {
  it("gives what JSON.parse gives, with an empty journal", () => {
    expect(reading(JSON_TREE, SCENARIO)).toEqual({ value: TREE, journal: [], confidence: 1 });
  });

  it("says so when a key stands twice and JSON would drop the first", () => {
    const result = reading('{"a": 1, "b": 2, "a": 3}', true);
    expect(result.value).toEqual({ a: 3, b: 2 });
    expect(result.journal).toMatchObject([{ kind: "duplicate_key", before: '"a": 1', severity: "risky" }]);
  });

  it("says so too when the reading before was given up halfway, for its schema", () => {
    const unusable = { properties: { a: { type: "object" }, b: { $ref: "#/nowhere" } } };
    expect(refusal('{"a": {"n": 1}, "b": 2}', unusable).reason).toBe("unusable_schema");
    const result = reading('{"c": "x", "c": "y"}', { properties: { c: { type: "string" } } });
    expect(kindsOf(result)).toEqual(["duplicate_key"]);
  });

  it("says so when a number has more digits than a double keeps", () => {
    const result = reading('{"id": 12345678901234567890}', true);
    expect(kindsOf(result)).toEqual(["number_rounded"]);
  });

  it("keeps a key named __proto__ a key", () => {
    const { value } = reading('{"__proto__": {"a": 1,}}', true);
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
  });
});

describe("finding the answer", () => {
  it("in a Markdown fence between prose", () => {
    const text = `Here it is:\n\n\`\`\`json\n${JSON_TREE}\n\`\`\`\nTell me if {anything} is missing.`;
    const result = reading(text, SCENARIO);
    expect(result.value).toEqual(TREE);
    expect(kindsOf(result)).toEqual(["prose_ignored", "fence_removed"]);
    expectTrueJournal(text, result);
  });

  it("after a block of thinking that holds JSON too", () => {
    const text = `<think>Perhaps {"capabilities": [], "scenario_metadata": {"name": "no"}}?</think>${JSON_TREE}`;
    const result = reading(text, SCENARIO);
    expect(result.value).toEqual(TREE);
    expect(kindsOf(result)).toEqual(["thinking_ignored"]);
  });

  it("as a JSON string within JSON, with places in the outer text", () => {
    const text = JSON.stringify({ content: JSON_TREE.replace("18", ".18e2") });
    const result = reading(text, SCENARIO);
    expect(result.value).toEqual(TREE);
    expect(kindsOf(result)).toEqual(["wrapper_removed", "embedded_json_read", "number_mended"]);
    expectTrueJournal(text, result);
  });

  it("with every quote escaped", () => {
    const text = JSON.stringify(JSON_TREE).slice(1, -1);
    const result = reading(text, SCENARIO);
    expect(result.value).toEqual(TREE);
    expect(kindsOf(result)).toEqual(["escaped_text_read"]);
  });

  it("chooses of several values the one that fits the schema", () => {
    const result = reading(`Not {"name": "x"} but ${JSON_TREE}`, SCENARIO);
    expect(result.value).toEqual(TREE);
    expect(kindsOf(result)).toEqual(["prose_ignored", "candidate_chosen"]);
  });

  it("refuses two that fit equally well", () => {
    expect(
      refusal('{"key": "one"} or {"key": "two"}', { properties: { key: {} }, required: ["key"] }),
    ).toMatchObject({
      reason: "ambiguous",
      at: { offset: 18 },
    });
  });
});

describe("fitting a scenario", () => {
  it.each(["scenario", "escenario", "data"])("takes off the wrapper %s", (wrapper) => {
    const result = reading(JSON.stringify({ [wrapper]: TREE }), SCENARIO);
    expect(result.value).toEqual(TREE);
    expect(result.journal).toMatchObject([{ kind: "wrapper_removed", before: `"${wrapper}"`, path: "" }]);
  });

  it("understands Spanish keys, also with the scenario's own data in the wrapper", () => {
    const spanish = {
      escenario: {
        nombre: "Oficina digital",
        descripción: "Todo en línea",
        capacidades: [
          {
            título: "Servicios",
            competencias: [{ nombre: "Diseño", habilidades: ["Entrevistas", { nombre: "Prototipos" }] }],
          },
        ],
      },
    };
    const result = reading(JSON.stringify(spanish), SCENARIO);
    expect(result.value).toEqual({
      scenario_metadata: { name: "Oficina digital", description: "Todo en línea" },
      capabilities: [
        {
          name: "Servicios",
          competencies: [{ name: "Diseño", skills: [{ name: "Entrevistas" }, { name: "Prototipos" }] }],
        },
      ],
    });
    expect(result.journal).toContainEqual(
      expect.objectContaining({
        kind: "key_renamed",
        path: "capabilities[0].competencies[0].skills[1].name",
        before: '"nombre"',
        after: '"name"',
      }),
    );
  });

  it("hangs flat lists into the tree by the names they refer to", () => {
    const flat = {
      scenario_metadata: { name: "Flat" },
      capabilities: [{ name: "A" }, { id: "CAP-2", name: "B" }],
      competencies: [
        { name: "X", linked_capacity: "A" },
        { name: "Y", capability_id: "CAP-2" },
      ],
      skills: [{ name: "S", linked_competencies: ["X", "Y"] }],
    };
    const result = reading(JSON.stringify(flat), SCENARIO);
    expect(result.value).toEqual({
      scenario_metadata: { name: "Flat" },
      capabilities: [
        { name: "A", competencies: [{ name: "X", skills: [{ name: "S" }] }] },
        { id: "CAP-2", name: "B", competencies: [{ name: "Y", skills: [{ name: "S" }] }] },
      ],
    });
  });

  it("reads numbers and choices from words", () => {
    const text = `{"scenario_metadata": {"name": "N", "horizon_months": "18 meses", "scenario_type": "Crecimiento"},
      "capabilities": [{"name": "C", "importance": "4", "competencies": []}], "confidence_score": "85%"}`;
    const result = reading(text, SCENARIO);
    expect(result.value).toMatchObject({
      scenario_metadata: { horizon_months: 18, scenario_type: "growth" },
      capabilities: [{ importance: 4 }],
      confidence_score: 0.85,
    });
    expect(kindsOf(result)).toEqual(["number_read", "enum_matched"]);
  });

  it("keeps what the schema has no place for in the journal", () => {
    const text = '{"scenario_metadata": {"name": "N"}, "capabilities": [], "notes": ["mind the gap"]}';
    const result = reading(text, SCENARIO);
    expect(result.value).toEqual({ scenario_metadata: { name: "N" }, capabilities: [] });
    expect(result.journal).toMatchObject([
      {
        kind: "extra_kept_aside",
        path: "notes",
        before: '"notes": ["mind the gap"]',
        severity: "structural",
      },
    ]);
  });
});

describe("mending", () => {
  it.each([
    ["trailing commas", '{"a": [1, 2,],}', { a: [1, 2] }, ["comma_removed"]],
    ["missing commas", '{"a": 1 "b": [1 2]}', { a: 1, b: [1, 2] }, ["comma_added"]],
    ["single quotes", "{'a': 'it\\'s'}", { a: "it's" }, ["quotes_replaced"]],
    ["typographic quotes", "{“a”: ‘b’}", { a: "b" }, ["quotes_replaced"]],
    ["bare keys and text", "{a: some text, b: 2}", { a: "some text", b: 2 }, ["key_quoted", "text_quoted"]],
    ["comments", '{"a": 1, // one\n /* two */ "b": 2 # three\n}', { a: 1, b: 2 }, ["comment_removed"]],
    ["bare decimals", '{"a": .76, "b": -.5}', { a: 0.76, b: -0.5 }, ["number_mended"]],
    ["Python's literals", '{"a": True, "b": None}', { a: true, b: null }, ["literal_mended"]],
    ["raw line ends in text", '{"a": "one\ntwo"}', { a: "one\ntwo" }, ["escape_mended"]],
    ["joined strings", '{"a": "one" + " two"}', { a: "one two" }, ["strings_joined"]],
    ["NaN", '{"a": NaN}', { a: null }, ["not_a_number"]],
    ["values that vanished", '{"a": , "b": [6, , 15]}', { a: null, b: [6, null, 15] }, ["value_missing"]],
    [
      "quotes within text",
      '{"a": "say "hi" to all", "b": 1}',
      { a: 'say "hi" to all', b: 1 },
      ["quote_escaped"],
    ],
    ["a bracket that another one shows", '[{"a": {"b": 2]', [{ a: { b: 2 } }], ["bracket_added"]],
  ])("%s", (_, text, value, kinds) => {
    const result = reading(text, true);
    expect(result.value).toEqual(value);
    expect(kindsOf(result)).toEqual(kinds);
    expectTrueJournal(text, result);
  });
});

describe("refusing", () => {
  it.each([
    ["", "empty"],
    [" \n", "empty"],
    ["I cannot help with that.", "no_json"],
    ['{"foo": "bar"}', "wrong_document"],
    [JSON_TREE.slice(0, 200), "truncated"],
    [`${JSON_TREE}\n${JSON_TREE}`, "doubled"],
    [JSON_TREE.slice(0, 150) + JSON_TREE, "doubled"],
    [JSON.stringify({ content: JSON_TREE.slice(0, -9) }), "truncated"],
  ])("%j as %s", (text, reason) => {
    expect(refusal(text, SCENARIO).reason).toBe(reason);
  });

  it("gives what could be read of a truncated answer, and where it breaks off", () => {
    const text = JSON_TREE.slice(0, JSON_TREE.indexOf("Service"));
    expect(refusal(text, SCENARIO)).toMatchObject({
      reason: "truncated",
      at: { offset: text.length },
      partial: { scenario_metadata: TREE.scenario_metadata, capabilities: [{ name: "Run services online" }] },
    });
  });

  it("refuses a required value that was lost, and names it", () => {
    const result = refusal(JSON_TREE.replace('"Service design"', ""), SCENARIO);
    expect(result).toMatchObject({ reason: "required_value_vanished" });
    expect(result.message).toContain("capabilities[0].competencies[0].name");
  });

  it("refuses risky liberties in strict mode only", () => {
    const text = JSON_TREE.replace("18", "");
    expect(kindsOf(reading(text, SCENARIO))).toEqual(["null_omitted", "value_missing"]);
    expect(refusal(text, SCENARIO, { strict: true })).toMatchObject({ reason: "risky" });
  });

  it("refuses a text beyond the given length", () => {
    expect(refusal("[1, 2, 3]", true, { maxLength: 5 }).reason).toBe("too_large");
  });

  it("refuses to read for a schema that refers only to itself", () => {
    const schema = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } };
    expect(refusal("{}", schema).reason).toBe("unusable_schema");
  });
});

describe("what random texts once found", () => {
  it("does not stumble over a bare bracket where a text may hold JSON", () => {
    const text = '[ `{"scenario_metadata": {"name": "A"}, "capabilities": []}';
    expect(() => reading(text, SCENARIO)).toThrow(/Refused/);
  });

  it("takes a closer that a cut text asks for as its content, not as the end of the answer", () => {
    const text = '{"scenario_metadata": {"name": "A"}, "capabilities": [], "notes": "{x}';
    expect(refusal(text, SCENARIO).reason).toBe("truncated");
  });

  it("does not take a member that begins like the whole for a second beginning", () => {
    const text =
      '{"name": "Data governance", "capabilities": [{"name": "Data governance", "competencies": [{"na';
    expect(refusal(text, SCENARIO).reason).toBe("truncated");
  });
});
