import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  applyBackfill,
  type Database,
  migrateLatest,
  openDatabase,
  planBackfill,
  readStatus,
  runBackfillCommand,
  verifyBackfill,
} from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { insertScenario } from "../scenario-store.ts";
import { acceptedPrompt } from "./accepted-prompt.ts";
import { seedLegacyDatabase } from "./legacy/seed-legacy-database.ts";
import { fillWithOneStatement, provenance } from "./one-statement.ts";

const PACE = { firstRows: 50, mostRows: 200, maxTransactionSeconds: 0, batchTimeoutMs: 20_000 };

type Copy = { test: TestDatabase; database: Database; home: string };

async function openCopy(): Promise<Copy> {
  const test = await createTestDatabase();
  const home = await mkdtemp(path.join(tmpdir(), "vivero-home-"));
  return { test, home, database: openDatabase({ url: test.ownerUrl, applicationName: "test", poolSize: 3 }) };
}

async function closeCopy(copy: Copy | undefined): Promise<void> {
  await copy?.database.close();
  await copy?.test.drop();
  if (copy) await rm(copy.home, { recursive: true, force: true });
}

async function apply({ test, database, home }: Copy, pace: object = {}) {
  const { hash: plan } = await planBackfill(database.knex, acceptedPrompt, { keepIn: home });
  return applyBackfill({
    url: test.ownerUrl,
    plansIn: home,
    backfill: acceptedPrompt,
    by: "test",
    plan,
    pace: { ...PACE, ...pace },
  });
}

describe("on a legacy database with every awkward prompt and link", () => {
  let one: Copy;
  let other: Copy;

  beforeAll(async () => {
    one = await openCopy();
    other = await openCopy();
    for (const { test } of [one, other]) {
      await seedLegacyDatabase({ url: test.ownerUrl, scenarios: 2_000, besideData: false });
      await migrateLatest({ urls: { generation: test.ownerUrl, catalog: test.ownerUrl } });
    }
  });

  afterAll(async () => {
    await closeCopy(one);
    await closeCopy(other);
  });

  it("writes what one correct SQL statement writes, byte for byte, and the plan changed nothing", async () => {
    const before = await provenance(one.database.knex);
    const plan = await planBackfill(one.database.knex, acceptedPrompt);
    expect(await provenance(one.database.knex)).toEqual(before);
    const outcome = await apply(one);
    const filled = await fillWithOneStatement(other.database.knex);
    expect(await provenance(one.database.knex)).toEqual(await provenance(other.database.knex));
    expect(plan.counts).toMatchObject({ rows: 2_000, toFill: filled, toLink: filled, alreadyFilled: 0 });
    expect(outcome.register.counts).toMatchObject({ written: filled, skipped: 0 });
    expect(await verifyBackfill(one.database.knex, acceptedPrompt)).toMatchObject({ verified: true });
  });
});

describe("on scenarios of any origin", () => {
  let copy: Copy;
  let organizationId: number;

  beforeAll(async () => {
    copy = await openCopy();
  });
  afterAll(() => closeCopy(copy));

  async function insert(
    rows: readonly { id: number; scenario?: Record<string, unknown>; generation?: Record<string, unknown> }[],
  ): Promise<void> {
    organizationId = randomInt(1, 2 ** 40);
    const { knex } = copy.database;
    for (const { id, generation } of rows.filter((row) => row.generation)) {
      await knex("generation.scenario_generations").insert({
        organization_id: organizationId,
        id,
        status: "complete",
        prompt: `prompt ${id}`,
        ...generation,
      });
    }
    for (const { id, scenario } of rows.filter((row) => row.scenario)) {
      await knex("generation.scenarios").insert({
        organization_id: organizationId,
        id,
        name: `Scenario ${id}`,
        ...scenario,
      });
    }
  }

  async function scenario(id: number): Promise<Record<string, unknown>> {
    return copy.database.knex("generation.scenarios").where({ organization_id: organizationId, id }).first();
  }

  const named = (id: number) => ({ metadata: { created_scenario_id: id } });

  it("never overwrites a value, column by column, and leaves no trace on what it need not touch", async () => {
    const mine = {
      accepted_prompt: "mine",
      accepted_prompt_redacted: true,
      accepted_prompt_metadata: { mine: 1 },
    };
    await insert([
      { id: 1, generation: {}, scenario: { source_generation_id: 1, accepted_prompt: "mine" } },
      { id: 2, generation: named(2), scenario: { accepted_prompt_metadata: { mine: 1 } } },
      { id: 3, generation: {}, scenario: { source_generation_id: 3, ...mine } },
      { id: 4, generation: named(4), scenario: mine },
    ]);
    const untouched = await scenario(3);
    const updatedAt = (await scenario(1)).updated_at;
    await apply(copy);
    expect(await scenario(1)).toMatchObject({
      accepted_prompt: "mine",
      accepted_prompt_redacted: false,
      accepted_prompt_metadata: { generation_id: 1 },
      updated_at: updatedAt,
    });
    expect(await scenario(2)).toMatchObject({
      source_generation_id: 2,
      accepted_prompt: "prompt 2",
      accepted_prompt_metadata: { mine: 1 },
    });
    expect(await scenario(3)).toEqual(untouched);
    expect(await scenario(4)).toMatchObject({ source_generation_id: 4, ...mine });
    const { metadata } = await copy.database
      .knex("generation.scenario_generations")
      .where({ organization_id: organizationId, id: 3 })
      .first("metadata");
    expect(metadata).toEqual({});
    expect(await verifyBackfill(copy.database.knex, acceptedPrompt)).toMatchObject({ verified: true });
  });

  it("gives the same as accepting does, and appends to the import audit what was there before", async () => {
    const generation = {
      prompt: "E'\\n' \"quoted\" 🌱 [EMAIL_1]",
      prompt_redacted: true,
      redactions: JSON.stringify([{ kind: "email", count: 1 }]),
      model_version: "model",
      confidence_score: 0.25,
      accepted_by: 7,
      accepted_at: "2026-01-05T10:00:00.123Z",
      language: "en",
    };
    const history = [{ status: "success", attempted_by: 7, attempted_at: "2026-01-05T10:00:01.000Z" }];
    await insert([
      { id: 1, generation },
      {
        id: 2,
        generation: { ...generation, metadata: { created_scenario_id: 2, import_audit: history } },
        scenario: {},
      },
    ]);
    const acceptedId = await copy.database.knex.transaction((trx) =>
      insertScenario(trx, {
        organizationId,
        generationId: 1,
        name: "Accepted",
        description: null,
        scenarioType: null,
        horizonMonths: null,
      }),
    );
    await apply(copy);
    const [accepted, filled] = [await scenario(acceptedId), await scenario(2)];
    expect(filled.accepted_prompt).toBe(generation.prompt);
    for (const column of ["accepted_prompt", "accepted_prompt_redacted"]) {
      expect(filled[column]).toEqual(accepted[column]);
    }
    expect({ ...(filled.accepted_prompt_metadata as object), generation_id: 1 }).toEqual(
      accepted.accepted_prompt_metadata,
    );
    const { metadata } = await copy.database
      .knex("generation.scenario_generations")
      .where({ organization_id: organizationId, id: 2 })
      .first("metadata");
    expect(metadata.import_audit).toEqual([
      ...history,
      {
        status: "backfill",
        attempted_by: expect.any(Number),
        attempted_at: expect.any(String),
        request_id: expect.stringMatching(/^backfill-accepted-prompt-\d+$/),
        report: { backfill: "accepted-prompt", run: expect.any(Number), scenario_id: 2 },
      },
    ]);
  });

  it("links nothing to a generation that another scenario takes while it runs", async () => {
    await insert(
      Array.from({ length: 60 }, (_, index) => ({
        id: index + 1,
        generation: named(index + 1),
        scenario: {},
      })),
    );
    const { hash: plan } = await planBackfill(copy.database.knex, acceptedPrompt);
    // Held back after its plan is approved and before its first batch.
    await copy.database.knex.raw("CREATE TABLE generation.hold AS SELECT true AS hold");
    const running = applyBackfill({
      url: copy.test.ownerUrl,
      backfill: acceptedPrompt,
      by: "test",
      plan,
      pace: { ...PACE, maxLoad: "SELECT hold FROM generation.hold", lookEveryMs: 20 },
    });
    await vi.waitFor(
      async () =>
        expect(await readStatus(copy.database.knex, acceptedPrompt)).toMatchObject({
          waitingFor: expect.stringContaining("--max-load"),
        }),
      { timeout: 20_000, interval: 20 },
    );
    await copy.database.knex("generation.scenarios").insert({
      organization_id: organizationId,
      id: 100,
      name: "first come",
      source_generation_id: 58,
    });
    await copy.database.knex.raw("UPDATE generation.hold SET hold = false");
    const outcome = await running;
    expect(outcome.register.counts).toMatchObject({ written: 59, skipped: 1 });
    expect(await scenario(58)).toMatchObject({ source_generation_id: null, accepted_prompt: null });
    const left = await planBackfill(copy.database.knex, acceptedPrompt);
    expect(left.parts[0]?.problemRows).toContainEqual({
      organizationId,
      id: 58,
      problem: "ambiguous",
      detail: { generations: [58] },
    });
  });

  it.each([
    [
      "a scenario that another generation claims too",
      "UPDATE generation.scenario_generations SET scenario_id = 2",
    ],
    ["an answer's language", "UPDATE generation.scenario_generations SET language = 'en'"],
    [
      "what was redacted",
      'UPDATE generation.scenario_generations SET redactions = \'[{"kind": "email", "count": 1}]\'',
    ],
    ["whether anything was redacted", "UPDATE generation.scenario_generations SET prompt_redacted = true"],
    ["a prompt", "UPDATE generation.scenario_generations SET prompt = prompt || ' '"],
    ["a scenario's own link", "UPDATE generation.scenarios SET source_generation_id = 1"],
  ])("refuses its plan, which was kept, after a change of %s", async (_, change) => {
    await insert([1, 2].map((id) => ({ id, generation: named(id), scenario: {} })));
    const { knex } = copy.database;
    const { hash: plan } = await planBackfill(knex, acceptedPrompt, { keepIn: copy.home });
    await knex.raw(`${change} WHERE organization_id = :organizationId AND id = 1`, { organizationId });
    await expect(
      applyBackfill({
        url: copy.test.ownerUrl,
        backfill: acceptedPrompt,
        by: "test",
        plan,
        plansIn: copy.home,
      }),
    ).rejects.toMatchObject({ reason: "plan-changed" });
    expect(await scenario(2)).toMatchObject({ accepted_prompt: null });
  });

  it("shows no secret in its plan, not even one that was never redacted", async () => {
    const secret = "sk-proj-9aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7dE9fG1h";
    // A plan shows ten samples: what other tests left to fill is filled, so that this row is one of them.
    await apply(copy);
    await insert([{ id: 1, generation: { ...named(1), prompt: `La clave es ${secret}` }, scenario: {} }]);
    vi.stubEnv("MIGRATION_DATABASE_URL", copy.test.ownerUrl);
    vi.stubEnv("VIVERO_HOME", copy.home);
    const outputs: string[] = [];
    const stdout = { write: (text: string) => outputs.push(text) };
    for (const args of [[], ["--json"], ["verify"], ["verify", "--json"]]) {
      await runBackfillCommand(acceptedPrompt, args, { typed: "backfill", stdout });
    }
    vi.unstubAllEnvs();
    const text = outputs.join("");
    expect(text).toContain("[API_KEY_1]");
    expect(text).toContain("holds what looks like a secret");
    expect(text).not.toContain(secret);
  });
});
