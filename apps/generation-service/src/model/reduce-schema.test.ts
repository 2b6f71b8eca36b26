import {
  DEFAULT_ANSWER_LIMITS,
  scenarioAnswerErrors,
  scenarioAnswerSchema,
  validationErrors,
} from "@vivero/contracts";
import { describe, expect, it } from "vitest";
import { validAnswer } from "../../test/answers.ts";
import { createAnswerJudge } from "../judge-answer.ts";
import { reduceSchema } from "./reduce-schema.ts";

type Schema = { [keyword: string]: unknown; properties?: Record<string, Schema>; required?: string[] };

const whole = { ...scenarioAnswerSchema() };
const without = ["generated_at"];
const nullable = reduceSchema(whole, { optional: "nullable", without }) as Schema;
const optional = reduceSchema(whole, { optional: "optional", without }) as Schema;

/** Every schema within a schema, itself first. */
function parts(schema: Schema): Schema[] {
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items ? [schema.items as Schema] : []),
    ...((schema.anyOf ?? []) as Schema[]),
  ];
  return [schema, ...inner.flatMap(parts)];
}

const KEYWORDS = "additionalProperties anyOf description enum items properties required type".split(" ");

describe("the schema for strict providers", () => {
  it.each([
    ["nullable", nullable],
    ["optional", optional],
  ])("holds known keywords and closed objects only (%s)", (_kind, schema) => {
    for (const part of parts(schema)) {
      for (const keyword of Object.keys(part)) expect(KEYWORDS).toContain(keyword);
      if (part.properties) expect(part.additionalProperties).toBe(false);
      else expect(part.type).not.toBe("object");
    }
  });

  it("demands every property of every object, for OpenAI", () => {
    for (const { properties, required } of parts(nullable)) {
      if (properties) expect(required).toEqual(Object.keys(properties));
    }
  });

  it("has no more than 24 properties that may be missing and 16 unions, for Anthropic", () => {
    const missing = parts(optional).flatMap(({ properties = {}, required = [] }) =>
      Object.keys(properties).filter((name) => !required.includes(name)),
    );
    expect(missing.length).toBeLessThanOrEqual(24);
    const unions = parts(optional).filter(({ anyOf, type }) => anyOf !== undefined || Array.isArray(type));
    expect(unions.length).toBeLessThanOrEqual(16);
  });

  it("leaves out what cannot be said: objects of free keys", () => {
    const all = parts(nullable).flatMap(({ properties = {} }) => Object.keys(properties));
    expect(all).toContain("key_competencies");
    expect(all).not.toContain("talent_composition");
    expect(all).not.toContain("generated_at");
    expect(nullable.properties?.objectives).toEqual({
      description: "What is to be reached.",
      anyOf: [{ type: "array", items: { type: "string" } }, { type: "null" }],
    });
  });

  it("brings nulls that reading leaves out, each with an entry in the journal", () => {
    const answer = withNulls(nullable, validAnswer());
    expect(validationErrors(nullable, answer)).toEqual([]);
    const judgement = createAnswerJudge(DEFAULT_ANSWER_LIMITS)(JSON.stringify(answer), "stop");
    expect(judgement).toMatchObject({ readable: true, value: validAnswer(), errors: [] });
    const kinds = judgement.readable ? judgement.journal.map(({ kind }) => kind) : [];
    expect(kinds.length).toBeGreaterThan(5);
    expect(new Set(kinds)).toEqual(new Set(["null_omitted"]));
    expect(scenarioAnswerErrors(answer).length).toBeGreaterThan(0);
  });

  /** The value as a strict provider would give it: null where it says nothing. */
  function withNulls(schema: Schema, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => withNulls(schema.items as Schema, item));
    if (typeof value !== "object" || value === null) return value;
    const given = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => {
        const branch = ((property.anyOf as Schema[] | undefined) ?? [property])[0] ?? {};
        return [name, Object.hasOwn(given, name) ? withNulls(branch, given[name]) : null];
      }),
    );
  }
});
