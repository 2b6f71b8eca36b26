import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "./redact.ts";
import { redactJson } from "./redact-json.ts";
import { RedactionMemory } from "./redaction-memory.ts";

describe("redacting a JSON value", () => {
  it("redacts every string with the numbers that the prompt has", () => {
    const memory = new RedactionMemory();
    const prompt = redact("Sponsor: ana@example.com. Dueño: luis@example.com.", memory);
    const answers = {
      company: "Vivero",
      contacts: ["luis@example.com", { mail: "ana@example.com" }],
      size: 42,
    };
    const { value, redacted, findings } = redactJson(answers, memory);
    expect(prompt.text).toBe("Sponsor: [EMAIL_1]. Dueño: [EMAIL_2].");
    expect(value).toEqual({ company: "Vivero", contacts: ["[EMAIL_2]", { mail: "[EMAIL_1]" }], size: 42 });
    expect(redacted).toBe(true);
    expect(findings).toEqual([{ kind: "email", count: 2 }]);
    expect(answers.contacts[0]).toBe("luis@example.com");
  });

  it("reads a field's name as the label of its value", () => {
    const answers = {
      telefono: "612345678",
      telefonoMovil: "612345679",
      rut: "159988775",
      contraseña: "girasol",
      dbPassword: "a",
      clave: "liderazgo",
    };
    expect(redactJson(answers).value).toEqual({
      telefono: "[PHONE_1]",
      telefonoMovil: "[PHONE_2]",
      rut: "[NATIONAL_ID_1]",
      contraseña: "[PASSWORD_1]",
      dbPassword: "[PASSWORD_2]",
      clave: "liderazgo",
    });
  });

  it("gives no value the number of a placeholder that stands in any of its strings", () => {
    expect(redactJson(["ana@example.com", "ver [EMAIL_1]"]).value).toEqual(["[EMAIL_2]", "ver [EMAIL_1]"]);
  });

  it("redacts keys too, and loses no value when two become the same", () => {
    expect(redactJson({ "ana@example.com": 1, "ANA@example.com": 2 }).value).toEqual({
      "[EMAIL_1]": 1,
      "[EMAIL_1] (2)": 2,
    });
  });

  it("copes with 16,384 keys that become the same placeholder", () => {
    const letters = [..."anaanaanaanaan"];
    const keys = Array.from({ length: 2 ** letters.length }, (_, index) =>
      letters.map((letter, bit) => ((index >> bit) & 1 ? letter.toUpperCase() : letter)).join(""),
    );
    const { value } = redactJson(Object.fromEntries(keys.map((key, index) => [`${key}@example.com`, index])));
    expect(Object.values(value)).toEqual(keys.map((_, index) => index));
    expect(Object.keys(value).at(-1)).toBe("[EMAIL_1] (16384)");
  });

  it("gives no number that another key has already", () => {
    const keys = { "[EMAIL_1] (2)": 1, "ana@example.com": 2, "ANA@example.com": 3, "Ana@example.com": 4 };
    expect(Object.values(redactJson(keys).value)).toEqual([1, 2, 3, 4]);
  });

  it("copies a __proto__ key as data", () => {
    const { value } = redactJson(JSON.parse('{"__proto__": {"mail": "ana@example.com"}}'));
    expect(JSON.stringify(value)).toBe('{"__proto__":{"mail":"[EMAIL_1]"}}');
  });

  it("copes with 100,000 levels of nesting", () => {
    const depth = 100_000;
    let inner: unknown = redactJson(
      JSON.parse(`${"[".repeat(depth)}"ana@example.com"${"]".repeat(depth)}`),
    ).value;
    while (Array.isArray(inner)) inner = inner[0];
    expect(inner).toBe("[EMAIL_1]");
  });

  it("copes with a list of 200,000 values", () => {
    const { findings } = redactJson(
      Array.from({ length: 200_000 }, (_, index) => (index % 100 ? "plan" : "ana@example.com")),
    );
    expect(findings).toEqual([{ kind: "email", count: 2_000 }]);
  });

  it("changes nothing where nothing is found, nor the second time", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom("ana@example.com", "RUT 12.345.678-5", "plan"),
        (value, text) => {
          const once = redactJson({ value, text });
          expect(redactJson(once.value)).toEqual({ value: once.value, redacted: false, findings: [] });
          if (!once.redacted) expect(once.value).toEqual({ value, text });
        },
      ),
    );
  });
});
