import { describe, expect, it } from "vitest";
import { requestFor } from "../../test/stage.ts";
import { composePrompt } from "./compose-prompt.ts";
import { preparePrompt } from "./prepare-prompt.ts";

const full = requestFor("Ñandú S.A.", {
  language: "es",
  identity: { companyName: "Ñandú S.A.", industry: "Logística", companySize: "1.200 personas" },
  situation: { currentChallenges: ["Costes", "Rotación"], currentGaps: [] },
  resources: { budget: "2 M€", constraints: ["Sin despidos"] },
  horizon: { months: 1, milestones: ["Piloto"] },
  instructions: "Piensa en 'turnos' y \"relevos\".",
});

describe("the prompt", () => {
  it("holds the planner's answers in their words and language, and nothing of what was not answered", () => {
    const prompt = composePrompt(full);
    expect(prompt).toContain("Nombre: Ñandú S.A.\nSector: Logística\nTamaño: 1.200 personas");
    expect(prompt).toContain("Desafíos actuales:\n- Costes\n- Rotación");
    expect(prompt).toContain("Tipo de cambio: transformación");
    expect(prompt).toContain("Horizonte: 1 mes");
    expect(prompt).toContain("## Indicaciones adicionales\nPiensa en 'turnos' y \"relevos\".");
    expect(prompt).not.toMatch(/Brechas|undefined|null/);
  });

  it("is written in English for who plans in English", () => {
    const prompt = composePrompt(requestFor("Acme"));
    expect(prompt).toContain("Horizon: 18 months");
    expect(prompt).toContain("texts are in English");
    expect(prompt).not.toContain("## Resources");
  });

  it("marks what was replaced, with the same numbers as in the stored answers", () => {
    const { prompt, request, marks, redactions } = preparePrompt(
      requestFor("Acme", {
        situation: { currentChallenges: ["Write to ana@example.org", "not to eva@example.org"] },
        instructions: "ana@example.org decides",
      }),
    );
    expect(request.situation.currentChallenges).toEqual(["Write to [EMAIL_1]", "not to [EMAIL_2]"]);
    expect(request.instructions).toBe("[EMAIL_1] decides");
    expect(redactions).toEqual([{ kind: "email", count: 3 }]);
    expect(marks.map(({ start, end }) => prompt.slice(start, end))).toEqual([
      "[EMAIL_1]",
      "[EMAIL_2]",
      "[EMAIL_1]",
    ]);
  });

  it("does not take for a replacement what the planner wrote like one", () => {
    const { redactions, marks } = preparePrompt(
      requestFor("Acme", { instructions: "The mark [EMAIL_1] is mine" }),
    );
    expect([redactions, marks]).toEqual([[], []]);
  });

  it("leaves a prompt without anything confidential as it was composed", () => {
    const { prompt, redactions } = preparePrompt(full);
    expect(prompt).toBe(composePrompt(full));
    expect(redactions).toEqual([]);
  });

  it("refuses answers that would be too long once replaced", () => {
    const companyName = `${"a@b.co ".repeat(28)}Ltd`.slice(0, 200);
    expect(() => preparePrompt(requestFor(companyName))).toThrow(/identity.companyName/);
  });
});
