import type { ImportInput, ReviewInput } from "@vivero/contracts";
import { openDatabase } from "@vivero/database";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { syntheticTree, TREE_SHAPES } from "../bench/synthetic-tree.ts";
import type { CatalogService } from "../src/wiring.ts";
import { capabilitiesOf, importOf } from "./open-catalog.ts";
import { BOUND, clientOf, openSurroundings, type Surroundings } from "./run-service.ts";

const clinic = capabilitiesOf([["Care", [["Telehealth", ["Triage", "Consent"]]]]]);

let surroundings: Surroundings;
let service: CatalogService;
beforeAll(async () => {
  surroundings = await openSurroundings();
});
afterAll(() => surroundings.close());
beforeEach(async () => {
  service = await surroundings.startService();
});
afterEach(async () => {
  await service.close();
  await surroundings.stopGenerationServices();
});

describe("over HTTP", () => {
  it("takes an import, shows it, decides on it, finds it and proves its audit trail", async () => {
    const calls = clientOf(service);
    const input = importOf(clinic);
    const { scenarioId } = input;
    expect((await calls.incubation.import.mutate(input)).imported).toEqual({
      capabilities: 1,
      competencies: 1,
      skills: 2,
    });
    expect((await calls.incubation.tree.query({ scenarioId })).remaining).toBe(4);
    const selection = { all: true as const };
    expect((await calls.incubation.approve.mutate({ scenarioId, selection })).remaining).toBe(0);
    expect((await calls.incubation.undo.mutate({ scenarioId, selection })).remaining).toBe(4);
    expect((await calls.incubation.reject.mutate({ scenarioId, selection, reason: "no" })).remaining).toBe(0);
    expect((await calls.catalog.search.query({ type: "skill" })).items).toEqual([]);
    const trail = await calls.audit.list.query({ limit: 5 });
    expect([trail.items.length, trail.more]).toEqual([5, true]);
    const older = await calls.audit.list.query({ limit: 200, beforeId: trail.items.at(-1)?.id ?? 0 });
    expect([older.items.length, older.more]).toEqual([8, false]);
    expect(await calls.audit.verify.query({})).toMatchObject({
      chain: "catalog",
      verified: true,
      events: 13,
    });
  });

  it("tells another organization that nothing is there, whatever it asks for or tries", async () => {
    const owner = clientOf(service);
    const input = importOf(clinic);
    const { scenarioId } = input;
    await owner.incubation.import.mutate(input);
    await owner.incubation.approve.mutate({ scenarioId, selection: { all: true } });
    // The job that looks for suggestions is done, so that the tree stands still.
    const before = await vi.waitFor(
      async () => {
        const tree = await owner.incubation.tree.query({ scenarioId });
        expect(tree.suggestionsReady).toBe(true);
        return tree;
      },
      { timeout: 20_000, interval: 50 },
    );
    const stranger = clientOf(service);
    const item = { type: "skill" as const, id: before.skills[0]?.id ?? 0 };
    const decisions: ReviewInput[] = [
      { scenarioId, selection: { all: true } },
      { scenarioId, selection: { items: [item] } },
    ];
    const attempts = [
      () => stranger.incubation.tree.query({ scenarioId }),
      ...decisions.flatMap((decision) => [
        () => stranger.incubation.approve.mutate(decision),
        () => stranger.incubation.reject.mutate({ ...decision, reason: "no" }),
        () => stranger.incubation.undo.mutate(decision),
        () => stranger.incubation.preview.mutate({ scenarioId, action: "undo", ...decision.selection }),
      ]),
      () => stranger.incubation.merge.mutate({ scenarioId, items: [{ ...item, intoId: item.id + 1 }] }),
      () => stranger.incubation.edit.mutate({ scenarioId, ...item, changes: { name: "Mine" } }),
      () =>
        stranger.incubation.takeLease.mutate({ scenarioId, capabilityId: before.capabilities[0]?.id ?? 0 }),
      () =>
        stranger.incubation.releaseLease.mutate({
          scenarioId,
          capabilityId: before.capabilities[0]?.id ?? 0,
        }),
      () => stranger.catalog.detail.query(item),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await stranger.catalog.search.query({ type: "skill" })).items).toEqual([]);
    expect((await stranger.catalog.search.query({ type: "skill", search: "triage" })).items).toEqual([]);
    expect((await stranger.catalog.similar.query({ type: "skill", name: "Triage" })).items).toEqual([]);
    expect(await stranger.audit.list.query({ scenarioId })).toEqual({ items: [], more: false });
    expect(await stranger.audit.verify.query({})).toMatchObject({ events: 0, head: null });

    // The same ids are free for the stranger's own scenario; the two never meet.
    await stranger.incubation.import.mutate(input);
    const theirs = await stranger.incubation.tree.query({ scenarioId });
    const foreign = { scenarioId, selection: { items: [item] } };
    await expect(stranger.incubation.approve.mutate(foreign)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await stranger.incubation.approve.mutate({ scenarioId, selection: { all: true } });
    expect(theirs.skills[0]?.sameAs).toBeNull();
    expect(await owner.incubation.tree.query({ scenarioId })).toEqual(before);
  });

  it("suggests what is live already, soon after the import", async () => {
    const calls = clientOf(service);
    const live = importOf(clinic);
    await calls.incubation.import.mutate(live);
    await calls.incubation.approve.mutate({ scenarioId: live.scenarioId, selection: { all: true } });
    const ours = importOf(capabilitiesOf([["Care of all", [["Tele-health", ["Triage", "Law"]]]]]));
    await calls.incubation.import.mutate(ours);
    await vi.waitFor(async () => {
      const { suggestionsReady, skills } = await calls.incubation.tree.query({ scenarioId: ours.scenarioId });
      expect(suggestionsReady).toBe(true);
      expect(skills.map(({ suggestions }) => suggestions.map(({ name }) => name))).toEqual([["Triage"], []]);
    }, BOUND);
  });

  it("takes imports from generation-service only", async () => {
    await expect(
      clientOf(service, { caller: "gateway" }).incubation.import.mutate(importOf(clinic)),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("carries a tree of 13,896 skills in and out", async () => {
    const calls = clientOf(service);
    const input: ImportInput = importOf(syntheticTree(TREE_SHAPES[2]));
    await calls.incubation.import.mutate(input);
    const tree = await calls.incubation.tree.query({ scenarioId: input.scenarioId });
    expect(tree.skills).toHaveLength(13_896);
    expect(tree.skills.map(({ path }) => path)).toEqual(
      input.capabilities.flatMap(({ competencies }) =>
        competencies.flatMap(({ skills }) => skills.map(({ path }) => path)),
      ),
    );
  }, 60_000);

  it("is ready while database and queue answer", async () => {
    const answer = await fetch(`${service.url}/readyz`);
    expect(await answer.json()).toMatchObject({
      ready: true,
      checks: { database: { ok: true }, queue: { ok: true } },
    });
  });
});

describe("starting", () => {
  it("works for several replicas at once, in a database where none has run before", async () => {
    const fresh = await openSurroundings();
    const replicas = await Promise.all([fresh.startService(), fresh.startService(), fresh.startService()]);
    const input = importOf(clinic);
    const [one, other] = replicas;
    if (!one || !other) throw new Error("three have started");
    await clientOf(one, { organizationId: 1 }).incubation.import.mutate(input);
    const { scenarioId } = input;
    expect(
      (await clientOf(other, { organizationId: 1 }).incubation.tree.query({ scenarioId })).remaining,
    ).toBe(4);
    for (const replica of replicas) await replica.close();
    await fresh.close();
  }, 60_000);
});

describe("stopping", () => {
  it("lets running requests end and takes no new ones", async () => {
    const calls = clientOf(service);
    const input = importOf(clinic);
    const owner = openDatabase({ url: surroundings.urls.ownerUrl, applicationName: "test" });
    const { running, closed } = await owner.knex.transaction(async (trx) => {
      await trx.raw("LOCK TABLE catalog.incubations IN ACCESS EXCLUSIVE MODE");
      const running = calls.incubation.import.mutate(input);
      await vi.waitFor(async () => {
        const { rows } = await owner.knex.raw(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND query LIKE '%INSERT INTO catalog.incubations%' AND pid <> pg_backend_pid()`,
        );
        expect(rows).toHaveLength(1);
      }, BOUND);
      return { running, closed: service.close() };
    });
    expect((await running).imported.skills).toBe(2);
    await closed;
    await owner.close();
    await expect(calls.incubation.tree.query({ scenarioId: input.scenarioId })).rejects.toMatchObject({
      code: "DEPENDENCY_UNAVAILABLE",
    });
    service = await surroundings.startService();
  });
});
