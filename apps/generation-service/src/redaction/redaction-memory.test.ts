import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { RedactionMemory } from "./redaction-memory.ts";

describe("redaction memory", () => {
  it("gives a value the number it had before, and each kind its own numbers", () => {
    const memory = new RedactionMemory();
    expect(memory.labelFor("email", "ana@example.com")).toBe("EMAIL_1");
    expect(memory.labelFor("email", "luis@example.com")).toBe("EMAIL_2");
    expect(memory.labelFor("phone", "612345678")).toBe("PHONE_1");
    expect(memory.labelFor("email", "ana@example.com")).toBe("EMAIL_1");
  });

  it("passes over the numbers that stand in a text already", () => {
    const memory = new RedactionMemory();
    memory.reserve("CARD_1");
    memory.reserve("CARD_3");
    expect(memory.labelFor("card", "4111111111111111")).toBe("CARD_2");
    expect(memory.labelFor("card", "5105105105105100")).toBe("CARD_4");
  });

  it("shows no value to a logger or to JSON", () => {
    const memory = new RedactionMemory();
    memory.labelFor("email", "ana@example.com");
    expect(JSON.stringify({ memory })).not.toContain("ana");
    expect(inspect({ memory }, { showHidden: true, depth: 9 })).not.toContain("ana");
  });
});
