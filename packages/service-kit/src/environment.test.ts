import { Type } from "typebox";
import { describe, expect, it } from "vitest";
import { hashOf, readEnvironment } from "./index.ts";

const schema = Type.Object({
  PORT: Type.Integer({ default: 8080, minimum: 0, maximum: 65_535, description: "where to listen" }),
  DATABASE_URL: Type.String({ description: "the database" }),
  STRICT: Type.Optional(Type.Boolean()),
});

describe("readEnvironment", () => {
  it("coerces, fills in defaults and leaves out what the schema does not name", () => {
    expect(readEnvironment(schema, { DATABASE_URL: "x", STRICT: "true", HOME: "/" })).toEqual({
      PORT: 8080,
      DATABASE_URL: "x",
      STRICT: true,
    });
  });

  it("says in one sentence which settings are missing or absurd, and never shows a value", () => {
    const read = () => readEnvironment(schema, { PORT: "hunter2", DATABASE_URL: "" });
    expect(read).toThrow(/PORT must be integer \(where to listen\).*DATABASE_URL|DATABASE_URL.*PORT/);
    expect(read).not.toThrow(/hunter2/);
  });
});

describe("hashOf", () => {
  it("does not depend on the order of keys, and does on the order of lists", () => {
    expect(hashOf({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(hashOf({ b: { c: [1, 2] }, a: 1 }));
    expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
  });
});
