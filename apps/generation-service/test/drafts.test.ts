import { randomUUID } from "node:crypto";
import { type Database, openDatabase } from "@vivero/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, openStage, refusal, requestFor, type Stage, someone } from "./stage.ts";

let stage: Stage;
let owner: Database;
beforeAll(async () => {
  stage = await openStage();
  owner = openDatabase({ url: stage.databaseUrls.ownerUrl, applicationName: "drafts-test" });
});
afterAll(async () => {
  await owner.close();
  await stage.close();
});

describe("drafts of the wizard", () => {
  it("keep what is there, however little, and come back newest first", async () => {
    const { drafts } = clientOf(stage.service, someone());
    const [first, second] = [randomUUID(), randomUUID()];
    await drafts.save.mutate({ draftId: first, step: 1, request: {} });
    const half = { identity: { companyName: "" }, horizon: {}, situation: { currentGaps: ["", "Two"] } };
    await drafts.save.mutate({ draftId: second, step: 3, request: half });
    const whole = requestFor("Northquay Logistics");
    const saved = await drafts.save.mutate({ draftId: first, step: 5, request: whole });
    expect(saved).toMatchObject({ id: first, step: 5, request: whole, redactions: [] });
    expect((await drafts.list.query({})).items).toMatchObject([
      { id: first, step: 5, companyName: "Northquay Logistics" },
      { id: second, step: 3, companyName: null },
    ]);
    expect((await drafts.get.query({ draftId: second })).request).toEqual(half);
    await drafts.delete.mutate({ draftId: second });
    expect(await refusal(drafts.get.query({ draftId: second }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusal(drafts.delete.mutate({ draftId: second }))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("are stored without secrets, and keep the count of what was replaced when they are saved again", async () => {
    const actor = someone();
    const { drafts } = clientOf(stage.service, actor);
    const draftId = randomUUID();
    const request = { instructions: "Ask ana.torres@example.com, or ana.torres@example.com's deputy." };
    const first = await drafts.save.mutate({ draftId, step: 2, request });
    expect(first.request.instructions).toBe("Ask [EMAIL_1], or [EMAIL_1]'s deputy.");
    expect(first.redactions).toEqual([{ kind: "email", count: 2 }]);
    const again = { ...first.request, identity: { industry: "luis@example.com" } };
    const second = await drafts.save.mutate({ draftId, step: 2, request: again });
    expect(second.request).toEqual({ ...again, identity: { industry: "[EMAIL_2]" } });
    expect(second.redactions).toEqual([{ kind: "email", count: 3 }]);
    const { rows } = await owner.knex.raw(
      "SELECT generation_drafts::text AS row FROM generation.generation_drafts WHERE organization_id = ?",
      [actor.organizationId],
    );
    expect(rows[0].row).not.toContain("example.com");
  });

  it("are their person's own: others see none and can neither read, overwrite nor delete them", async () => {
    const actor = someone();
    const draftId = randomUUID();
    const mine = clientOf(stage.service, actor).drafts;
    await mine.save.mutate({ draftId, step: 1, request: { language: "es" } });
    for (const other of [{ ...actor, userId: 8 }, someone()]) {
      const { drafts } = clientOf(stage.service, other);
      expect((await drafts.list.query({})).items).toEqual([]);
      expect(await refusal(drafts.get.query({ draftId }))).toMatchObject({ code: "NOT_FOUND" });
      expect(await refusal(drafts.delete.mutate({ draftId }))).toMatchObject({ code: "NOT_FOUND" });
    }
    const neighbour = clientOf(stage.service, { ...actor, userId: 8 }).drafts;
    const overwrite = neighbour.save.mutate({ draftId, step: 2, request: {} });
    expect(await refusal(overwrite)).toMatchObject({ code: "NOT_FOUND" });
    expect(await mine.get.query({ draftId })).toMatchObject({ step: 1, request: { language: "es" } });
  });

  it("are fifty at most, also when many are saved at once, and any of the fifty can be saved again", async () => {
    const { drafts } = clientOf(stage.service, someone());
    const ids = Array.from({ length: 55 }, () => randomUUID());
    const results = await Promise.allSettled(
      ids.map((draftId) => drafts.save.mutate({ draftId, step: 1, request: {} })),
    );
    const refused = results.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ reason: { code: "DRAFT_LIMIT_REACHED" } });
    const { items } = await drafts.list.query({});
    expect(items).toHaveLength(50);
    await drafts.save.mutate({ draftId: String(items[49]?.id), step: 4, request: {} });
    expect((await drafts.list.query({})).items[0]).toMatchObject({ id: items[49]?.id, step: 4 });
  });

  it("are refused when they are too large, hold what cannot be stored, or what is no field", async () => {
    const { drafts } = clientOf(stage.service, someone({ roles: ["planner"] }));
    const save = (request: object) => drafts.save.mutate({ draftId: randomUUID(), step: 1, request });
    expect(await refusal(save({ instructions: "x".repeat(200_000) }))).toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
    });
    for (const request of [
      { instructions: "a\0b" },
      { mood: 1 },
      { language: "fr" },
      { horizon: { months: "2" } },
    ])
      expect(await refusal(save(request))).toMatchObject({ code: "INVALID_REQUEST" });
    const reviewer = clientOf(stage.service, someone({ roles: ["reviewer"] })).drafts;
    expect(await refusal(reviewer.list.query({}))).toMatchObject({ code: "FORBIDDEN" });
  });

  it("are thrown away after ninety days without a change, and not shown until then", async () => {
    const actor = someone();
    const { drafts } = clientOf(stage.service, actor);
    const [old, young] = [randomUUID(), randomUUID()];
    for (const draftId of [old, young]) await drafts.save.mutate({ draftId, step: 1, request: {} });
    const age = async (id: string, days: number) =>
      await owner.knex.raw(
        "UPDATE generation.generation_drafts SET updated_at = now() - make_interval(days => :days) WHERE id = :id",
        { id, days },
      );
    await age(old, 91);
    await age(young, 89);
    expect((await drafts.list.query({})).items.map(({ id }) => id)).toEqual([young]);
    expect(await refusal(drafts.get.query({ draftId: old }))).toMatchObject({ code: "NOT_FOUND" });
    const colleague = clientOf(stage.service, { ...actor, userId: 8 }).drafts;
    await colleague.save.mutate({ draftId: randomUUID(), step: 1, request: {} });
    const { rows } = await owner.knex.raw(
      "SELECT count(*)::integer AS count FROM generation.generation_drafts WHERE id = ANY (?)",
      [[old, young]],
    );
    expect(rows[0].count).toBe(1);
  });
});
