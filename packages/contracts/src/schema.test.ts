import type { TSchema } from "typebox";
import { describe, expect, it } from "vitest";
import * as contracts from "./index.ts";

const schemas = Object.entries(contracts)
  .filter(([name, value]) => name.endsWith("Schema") && typeof value === "object")
  .map(([name, value]) => [name, value as TSchema & { $id?: string; description?: string }] as const);

describe("every schema", () => {
  it("has an $id, its own and after its name, and a description", () => {
    expect(schemas.length).toBeGreaterThan(30);
    for (const [name, schema] of schemas) {
      expect(schema.$id, name).toBe(name.replace(/Schema$/, ""));
      expect(schema.description, name).toMatch(/\S.*/);
    }
  });

  it("compiles, and refuses a value with the place of the fault", () => {
    for (const [name, schema] of schemas) {
      expect(contracts.validationErrors(schema, Symbol("never")).length, name).toBeGreaterThan(0);
    }
  });
});

describe("parser", () => {
  const parse = contracts.parser(contracts.SelectionSchema, "body");

  it("gives a valid value back as it was", () => {
    const value = { items: [{ type: "skill", id: 4 }] };
    expect(parse(value)).toBe(value);
  });

  it("refuses with every field at fault and the way people write its path", () => {
    const wrong = {
      items: [
        { type: "skill", id: 0 },
        { id: "x", extra: 1 },
      ],
    };
    expect(() => parse(wrong)).toThrow(
      expect.objectContaining({
        code: "INVALID_REQUEST",
        details: {
          errors: expect.arrayContaining([
            expect.objectContaining({ path: "items[0].id", message: "must be 1 or more", value: "0" }),
            expect.objectContaining({ path: "items[1].type", message: "is required and missing" }),
            expect.objectContaining({
              path: "items[1].id",
              messageEs: "debe ser un número entero",
              value: '"x"',
            }),
            expect.objectContaining({ path: "items[1].extra", message: "is not a field of this contract" }),
          ]),
        },
      }),
    );
  });

  it("asks for items or all, and takes neither both nor none", () => {
    expect(() => parse({})).toThrow(/not valid/);
    expect(() => parse({ all: true, items: [{ type: "skill", id: 1 }] })).toThrow(/not valid/);
    expect(parse({ all: true })).toEqual({ all: true });
  });
});

describe("permissions", () => {
  it("name the roles that have what an actor lacks", () => {
    const planner = { userId: 1, organizationId: 1, roles: ["planner" as const] };
    expect(() => contracts.requirePermission(planner, "incubation:review")).toThrow(/reviewer/);
    expect(contracts.requirePermission(planner, "generations:accept")).toBeUndefined();
  });
});
