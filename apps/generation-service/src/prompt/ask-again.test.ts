import { describe, expect, it } from "vitest";
import { continuation, conversation } from "./ask-again.ts";

const errors = [
  {
    path: "capabilities[0].name",
    message: "is required and missing",
    messageEs: "es obligatorio y falta",
    hint: "Add it.",
    hintEs: "Agréguelo.",
  },
  { path: "", message: "must be an object", value: "[]" },
];

describe("asking again", () => {
  it("is the prompt alone at first", () => {
    expect(conversation("en", "The prompt", null)).toEqual([{ role: "user", content: "The prompt" }]);
  });

  it("shows the model the parts at fault and every fault, in the language of the generation", () => {
    const faulty = { message: "The answer breaks the contract.", errors, excerpts: ["a: {}", "b: {}"] };
    const [prompt, answer, complaint] = conversation("es", "El prompt", faulty);
    expect(prompt).toEqual({ role: "user", content: "El prompt" });
    expect(answer).toEqual({ role: "assistant", content: "…\na: {}\nb: {}\n…" });
    expect(complaint?.content).toContain("- capabilities[0].name es obligatorio y falta. Agréguelo.");
    expect(complaint?.content).toContain("- $ must be an object ([]).");
    expect(conversation("en", "p", faulty)[2]?.content).toContain("is required and missing. Add it.");
  });

  it("says what is wrong with the whole when it could not be read, and takes turns even when nothing is quoted", () => {
    const messages = conversation("en", "p", { message: "It is empty." });
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(messages[2]?.content).toContain("It is empty.");
  });

  it("asks for the rest of an answer with all of it that came", () => {
    expect(continuation("es", "p", '{"a": "b').map(({ content }) => content)).toEqual([
      "p",
      '{"a": "b',
      expect.stringMatching(/^La respuesta se cortó\. Continúa/),
    ]);
  });

  it("does not drown the model in faults", () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ path: `p${index}`, message: "is wrong" }));
    const complaint = conversation("en", "p", { message: "", errors: many })[2]?.content ?? "";
    expect(complaint.match(/is wrong/g)).toHaveLength(40);
    expect(complaint).toContain("- and 60 more");
  });

  it("never sounds like a wish to go on where the answer was cut", () => {
    for (const language of ["es", "en"] as const) {
      const messages = conversation(language, "p", { message: "x", excerpts: ["{"] });
      expect(messages[2]?.content).not.toMatch(/\b(continue|resume|go on|contin[uú]a|sigue|prosigue)\b/i);
    }
  });
});
