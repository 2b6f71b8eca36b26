import type { PreviewInput } from "@vivero/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { items, openCatalog, someone, type TestCatalog } from "../../test/open-catalog.ts";
import { type OpenScenario, scenarioOpener } from "../../test/open-scenario.ts";

let catalog: TestCatalog;
let scenario: OpenScenario;
beforeAll(async () => {
  catalog = await openCatalog();
  scenario = scenarioOpener(catalog.api);
});
afterAll(() => catalog.close());

/** Conflicts, twins, ancestors: something of everything. */
async function openReview() {
  const context = someone();
  const live = await scenario([["Other", [["Else", ["Consent", "Statistics"]]]]], context);
  await live.approve();
  const outline = [
    [
      "Care",
      [
        ["Telehealth", ["Triage", "consent"]],
        ["Records", ["TRIAGE", "Coding"]],
      ],
    ],
  ] as const;
  const ours = await scenario(outline, context);
  const [statistics] = items(await live.tree(), "Statistics");
  return { context, ours, intoId: statistics?.id ?? 0 };
}

describe("a preview", () => {
  it("tells exactly what the decision then does, and writes nothing", async () => {
    const { context, ours, intoId } = await openReview();
    const { scenarioId } = ours;
    const [coding, triage] = items(await ours.tree(), "Coding", "Triage");
    if (!coding || !triage) throw new Error("both are there");
    const selection = { all: true as const };
    const steps: [Omit<PreviewInput, "scenarioId">, () => Promise<object>][] = [
      [
        {
          action: "merge",
          items: [
            { ...coding, intoId },
            { ...triage, intoId: 9_999_999 },
          ],
        },
        () =>
          catalog.api.merge(
            {
              scenarioId,
              items: [
                { ...coding, intoId },
                { ...triage, intoId: 9_999_999 },
              ],
            },
            context,
          ),
      ],
      [{ action: "approve", all: true }, () => catalog.api.approve({ scenarioId, selection }, context)],
      [
        { action: "reject", all: true, reason: "twice" },
        () => catalog.api.reject({ scenarioId, selection, reason: "twice" }, context),
      ],
      [
        { action: "undo", items: [triage] },
        () => catalog.api.undo({ scenarioId, selection: { items: [triage] } }, context),
      ],
    ];
    for (const [preview, decide] of steps) {
      const before = [await ours.tree(), await catalog.api.verifyAuditChain(context)];
      const told = await catalog.api.preview({ scenarioId, ...preview }, context);
      expect(told.changed, preview.action).not.toEqual([]);
      expect([await ours.tree(), await catalog.api.verifyAuditChain(context)]).toEqual(before);
      expect({ ...(await decide()), decisionId: null }).toEqual(told);
    }
  });

  it("waits for nobody, also while a decision is being taken", async () => {
    const { context, ours } = await openReview();
    const preview = { scenarioId: ours.scenarioId, action: "approve" as const, all: true as const };
    await catalog.database.tenant(context.actor.organizationId, async (trx) => {
      await trx.raw("SELECT FROM catalog.incubations WHERE scenario_id = ? FOR UPDATE", [ours.scenarioId]);
      expect((await catalog.api.preview(preview, context)).changed).not.toEqual([]);
    });
  });

  it("asks for a selection that the decision takes", async () => {
    const { context, ours, intoId } = await openReview();
    const [item] = items(await ours.tree(), "Coding");
    if (!item) throw new Error("it is there");
    const wrong: Omit<PreviewInput, "scenarioId">[] = [
      { action: "approve" },
      { action: "approve", all: true, items: [item] },
      { action: "approve", items: [{ ...item, intoId }] },
      { action: "merge", items: [item] },
      { action: "merge", all: true },
    ];
    for (const each of wrong) {
      await expect(
        catalog.api.preview({ scenarioId: ours.scenarioId, ...each }, context),
      ).rejects.toMatchObject({
        code: "INVALID_REQUEST",
        details: { errors: [{ path: expect.stringMatching(/^items/) }] },
      });
    }
  });
});
