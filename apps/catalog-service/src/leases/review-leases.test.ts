import type { CallContext } from "@vivero/contracts";
import { countStatements } from "@vivero/database/testing";
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

/** Two capabilities with a name in common below, reviewed by Ana; Luis is her colleague. */
async function openReview() {
  const ana = someone();
  const named = (context: CallContext, name: string) => ({ ...context, actor: { ...context.actor, name } });
  const luis = named(someone(ana.actor.organizationId, 8), "Luis");
  const opened = await scenario(
    [
      ["Care", [["Telehealth", ["Triage", "Consent"]]]],
      ["Tech", [["Telehealth ", ["Networks"]]]],
    ],
    ana,
  );
  const { scenarioId } = opened;
  const [care, tech] = (await opened.tree()).capabilities.map(({ id }) => ({ scenarioId, capabilityId: id }));
  if (!care || !tech) throw new Error("both are there");
  return { ...opened, ana, luis, care, tech };
}

/** Lets a lease run out, as five minutes would. */
async function expire({ ana, care }: Awaited<ReturnType<typeof openReview>>) {
  await catalog.database.tenant(ana.actor.organizationId, (trx) =>
    trx.raw("UPDATE catalog.review_leases SET expires_at = now() WHERE capability_id = ?", [
      care.capabilityId,
    ]),
  );
}

describe("a lease", () => {
  it("is one person's for five minutes, who may renew it, and is shown with the tree", async () => {
    const review = await openReview();
    const { ana, luis, care, tree } = review;
    const lease = await catalog.api.takeLease(care, luis);
    expect(lease).toEqual({
      capabilityId: care.capabilityId,
      userId: 8,
      userName: "Luis",
      expiresAt: expect.stringMatching(/Z$/),
    });
    const left = new Date(lease.expiresAt).getTime() - Date.now();
    expect(Math.abs(left - 5 * 60_000)).toBeLessThan(60_000);
    await expect(catalog.api.takeLease(care, ana)).rejects.toMatchObject({
      code: "LEASED",
      message: expect.stringContaining("Luis"),
      details: { holder: { userId: 8 } },
    });
    const renewed = await catalog.api.takeLease(care, luis);
    expect(renewed.expiresAt >= lease.expiresAt).toBe(true);
    expect((await tree()).leases).toEqual([renewed]);
    await expire(review);
    expect((await tree()).leases).toEqual([]);
    expect(await catalog.api.takeLease(care, ana)).toMatchObject({ userId: 7, userName: null });
  });

  it("is given up by its holder only", async () => {
    const { ana, luis, care, tree } = await openReview();
    await catalog.api.takeLease(care, luis);
    await catalog.api.releaseLease(care, ana);
    expect((await tree()).leases).toHaveLength(1);
    await catalog.api.releaseLease(care, luis);
    expect((await tree()).leases).toEqual([]);
    await catalog.api.releaseLease(care, luis);
    expect(await catalog.api.takeLease(care, ana)).toMatchObject({ userId: 7 });
  });

  it("goes to one of many who ask at the same time", async () => {
    const { ana, care } = await openReview();
    const people = Array.from({ length: 12 }, (_, index) => someone(ana.actor.organizationId, 100 + index));
    const asked = await Promise.allSettled(people.map((person) => catalog.api.takeLease(care, person)));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of asked) {
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "LEASED" });
    }
  });

  it("is not to be had on what the scenario does not have, and takes one statement", async () => {
    const { ana, care } = await openReview();
    const wrong = { ...care, capabilityId: 9_999_999 };
    await expect(catalog.api.takeLease(wrong, ana)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(catalog.api.releaseLease(wrong, ana)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const taken = await countStatements(catalog.database, () => catalog.api.takeLease(care, ana));
    const released = await countStatements(catalog.database, () => catalog.api.releaseLease(care, ana));
    // Beside the transaction's own three.
    expect([taken.statements.length, released.statements.length]).toEqual([4, 4]);
  });

  it("keeps others' decisions away from the branch, and its holder's not", async () => {
    const review = await openReview();
    const { scenarioId, ana, luis, care, approve, states, tree } = review;
    await catalog.api.takeLease(care, luis);
    const [branch] = items(await tree(), "Care");
    const result = await approve();
    expect(result.conflicts.map(({ name, reason, existing }) => [name, reason, existing?.id])).toEqual(
      ["Care", "Telehealth", "Triage", "Consent"].map((name) => [name, "leased_by_another", branch?.id]),
    );
    expect(await states()).toMatchObject({ Care: "in_incubation", Tech: "active", Networks: "active" });
    const all = { scenarioId, selection: { all: true as const } };
    expect((await catalog.api.reject({ ...all, reason: "no" }, ana)).changed).toEqual([]);
    expect(await catalog.api.approve(all, luis)).toMatchObject({ conflicts: [], remaining: 0 });
    await expire(review);
    expect((await catalog.api.undo(all, ana)).conflicts).toEqual([]);
  });

  it("holds an undo that would reach into the branch from another one", async () => {
    const { luis, tech, approve, undo, states } = await openReview();
    await approve();
    expect(await states()).toMatchObject({ Telehealth: "active", "Telehealth ": "merged" });
    await catalog.api.takeLease(tech, luis);
    // The twin in the other branch is merged into it: the two can only be taken back together.
    const result = await undo("Telehealth");
    expect(result.changed).toEqual([]);
    expect(result.conflicts).toMatchObject([
      { name: "Telehealth", reason: "leased_by_another", existing: { id: tech.capabilityId, name: "Tech" } },
    ]);
    expect((await undo("Triage")).changed).toHaveLength(1);
  });
});
