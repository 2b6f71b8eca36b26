import { GenerationRequestSchema, validationErrors } from "@vivero/contracts";
import { expect, it } from "vitest";
import english from "../example-en.json" with { type: "json" };
import spanish from "../example-es.json" with { type: "json" };
import { faultsOf } from "./faults.ts";
import { BOUNDS, FIELDS, SCENARIO_TYPES } from "./fields.ts";
import { isEmpty, requestOf, valuesOf } from "./values.ts";

type Node = {
  properties?: Record<string, Node>;
  required?: string[];
  type?: string;
  enum?: string[];
  maxLength?: number;
};
const contract = JSON.parse(JSON.stringify(GenerationRequestSchema)) as Node;

it("asks for every field of the contract, and requires what it requires", () => {
  const expected = Object.entries(contract.properties ?? {}).flatMap(([name, node]) =>
    node.properties
      ? Object.keys(node.properties).map((inner) => [
          `${name}.${inner}`,
          node.required?.includes(inner) ?? false,
        ])
      : name === "language"
        ? []
        : [[name, contract.required?.includes(name) ?? false]],
  );
  expect(FIELDS.map(({ path, required }) => [path, required]).sort()).toEqual(expected.sort());
  expect([...SCENARIO_TYPES]).toEqual(contract.properties?.intent?.properties?.scenarioType?.enum);
});

it.each([spanish, english])(
  "keeps every word of the example of $identity.companyName, which the contract takes",
  (example) => {
    const values = valuesOf(example, "es");
    expect(requestOf(values)).toEqual(example);
    expect(faultsOf(values).size).toBe(0);
    expect(validationErrors(GenerationRequestSchema, requestOf(values))).toEqual([]);
  },
);

it("says what is missing in an empty form, and calls it empty", () => {
  const values = valuesOf({}, "en");
  expect(isEmpty(values)).toBe(true);
  expect([...faultsOf(values)].map(([path, { code }]) => [path, code])).toEqual([
    ["identity.companyName", "required"],
    ["identity.industry", "required"],
    ["intent.strategicGoal", "required"],
    ["horizon.months", "required"],
  ]);
});

it.each([
  ["identity.companyName", "x".repeat(BOUNDS.line + 1), "tooLong"],
  ["intent.strategicGoal", "x".repeat(BOUNDS.prose + 1), "tooLong"],
  ["situation.currentGaps", ["x".repeat(BOUNDS.listItem + 1)], "itemTooLong"],
  ["situation.currentGaps", Array.from({ length: BOUNDS.listItems + 1 }, () => "x"), "tooMany"],
  ["horizon.months", 1.5, "wholeNumber"],
  ["horizon.months", 241, "monthsRange"],
] as const)("refuses what the contract refuses: %s %#", (path, value, code) => {
  const values = { ...valuesOf(english, "en"), [path]: value };
  expect(faultsOf(values).get(path)?.code).toBe(code);
  expect(validationErrors(GenerationRequestSchema, requestOf(values))).not.toEqual([]);
});

it("leaves blank lines and fields out", () => {
  const values = {
    ...valuesOf(english, "en"),
    "situation.currentGaps": ["  ", "a "],
    "identity.subIndustry": "  ",
  };
  const request = requestOf(values) as { situation: { currentGaps: string[] }; identity: object };
  expect(request.situation.currentGaps).toEqual(["a"]);
  expect(request.identity).not.toHaveProperty("subIndustry");
});
