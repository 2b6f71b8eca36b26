import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Knex } from "knex";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyBackfill } from "./apply-backfill.ts";
import type { KeptPlan } from "./keep-plan.ts";
import { makePlan, planBackfill } from "./plan-backfill.ts";
import { planFile } from "./plan-folder.ts";
import { insertSamples, sampleBackfill } from "./sample-backfill.ts";
import { openSampleStage, type SampleStage } from "./sample-stage.ts";
import { takeKeptPlan } from "./take-kept-plan.ts";

const ROWS = 12;

let stage: SampleStage;
let owner: Knex;

beforeEach(async () => {
  stage = await openSampleStage();
  owner = stage.owner.knex;
});

afterEach(() => stage.close());

/** What `record` stores as the plan of run 1; nothing of it stays. */
async function recordedBy(
  record: (trx: Knex.Transaction) => Promise<unknown>,
): Promise<object[] | undefined> {
  const trx = await owner.transaction();
  try {
    if ((await record(trx)) === undefined) return undefined;
    // As text: a digest takes more digits than a number of ours has.
    const { rows } = await trx.raw(
      "SELECT planned::text FROM generation.data_backfill_rows AS planned ORDER BY organization_id, id",
    );
    return rows;
  } finally {
    await trx.rollback();
  }
}

const taken = (approved: string, backfill = sampleBackfill) =>
  recordedBy((trx) =>
    takeKeptPlan(trx, backfill, { approved, run: 1, folder: stage.plansIn, beside: owner }),
  );
const madeAgain = () => recordedBy((trx) => makePlan(trx, sampleBackfill, { run: 1, record: true }));
const keptFile = () => planFile(owner, stage.plansIn, sampleBackfill);

async function expectRefused(plan: string): Promise<void> {
  const before = await owner("generation.scenarios").orderBy(["organization_id", "id"]);
  expect(await taken(plan)).toBeUndefined();
  await expect(applyBackfill(stage.settings({ plan }))).rejects.toMatchObject({ reason: "plan-changed" });
  expect(await owner("generation.scenarios").orderBy(["organization_id", "id"])).toEqual(before);
  expect(await owner("generation.data_backfill_rows")).toEqual([]);
}

async function expectMadeAgainAndApplied(plan: string, written = ROWS): Promise<void> {
  expect(await taken(plan)).toBeUndefined();
  expect(await applyBackfill(stage.settings({ plan }))).toMatchObject({
    end: "finished",
    register: { planHash: plan, counts: { planned: written, written, skipped: 0 } },
  });
}

describe("a plan that was kept", () => {
  it("is taken while nothing was written since, and is to the row what making it again gives", async () => {
    for (const organization of [1, 2]) await insertSamples(owner, organization, 2_600);
    await owner.raw(
      "UPDATE generation.scenarios SET description = 'mine' WHERE organization_id = 1 AND id = 7",
    );
    await owner.raw("UPDATE generation.scenario_generations SET prompt = NULL WHERE id = 9");
    await owner.raw("UPDATE generation.scenario_generations SET scenario_id = 10 WHERE id = 11");
    const rows = await taken(await stage.plan());
    expect(rows).toHaveLength(5_196);
    expect(rows).toEqual(await madeAgain());
  });

  it("is not taken for another plan than the approved one", async () => {
    await insertSamples(owner, 1, ROWS);
    await stage.plan();
    expect(await taken("0123456789abcdef")).toBeUndefined();
  });

  it("holds no value, is for this account alone, one file for all plans of the database, and goes with being applied", async () => {
    await insertSamples(owner, 1, ROWS);
    await stage.plan();
    await owner.raw("UPDATE generation.scenarios SET name = 'other' WHERE id = 1");
    const plan = await stage.plan();
    expect(await readdir(stage.plansIn)).toEqual([path.basename(await keptFile())]);
    expect(await readFile(await keptFile(), "utf8")).not.toMatch(/prompt \d|model"|Scenario/);
    expect((await stat(await keptFile())).mode & 0o777).toBe(0o600);
    await applyBackfill(stage.settings({ plan }));
    expect(await readdir(stage.plansIn)).toEqual([]);
  });

  it("makes no plan fail that cannot be kept, and none is kept where values are computed by a program", async () => {
    await insertSamples(owner, 1, ROWS);
    const { hash } = await planBackfill(owner, sampleBackfill);
    const file = path.join(stage.plansIn, "file");
    await writeFile(file, "");
    expect(await planBackfill(owner, sampleBackfill, { keepIn: file })).toMatchObject({ hash });
    await expectMadeAgainAndApplied(hash);

    const computed = {
      kind: "computed" as const,
      table: "generation.scenarios",
      reads: ["name"],
      writes: ["description"],
      startProposing: () => async (rows: readonly unknown[]) =>
        rows.map(() => ({ values: { description: "x" } })),
      inTheWay: "false",
    };
    const both = { ...sampleBackfill, parts: [...sampleBackfill.parts, computed] };
    await planBackfill(owner, both, { keepIn: stage.plansIn });
    expect(await readdir(stage.plansIn)).toEqual(["file"]);
  });
});

describe("what is refused, though the plan was kept", () => {
  const GENERATIONS = "generation.scenario_generations";
  const UNLINK = `UPDATE ${GENERATIONS} SET scenario_id = NULL WHERE id = 3`;
  const changes: [what: string, ...sql: string[]][] = [
    ["a changed prompt", `UPDATE ${GENERATIONS} SET prompt = 'other' WHERE id = 3`],
    ["another value that is copied", `UPDATE ${GENERATIONS} SET model_version = 'other' WHERE id = 3`],
    ["a value that somebody filled", "UPDATE generation.scenarios SET description = 'theirs' WHERE id = 3"],
    ["a row that was removed", UNLINK, "DELETE FROM generation.scenarios WHERE id = 3"],
    ["a source that was removed", `DELETE FROM ${GENERATIONS} WHERE id = 3`],
    ["a source that names another row", `UPDATE ${GENERATIONS} SET scenario_id = 4 WHERE id = 3`],
    [
      "a second source of a row",
      `INSERT INTO ${GENERATIONS} (organization_id, id, status, prompt, scenario_id) VALUES (1, 99, 'complete', 'x', 3)`,
    ],
    [
      "a row that was removed and came back otherwise",
      UNLINK,
      "DELETE FROM generation.scenarios WHERE id = 3",
      "INSERT INTO generation.scenarios (organization_id, id, name, description) VALUES (1, 3, 'again', 'theirs')",
      `UPDATE ${GENERATIONS} SET scenario_id = 3 WHERE id = 3`,
    ],
    [
      "a column that was replaced, with values that were written to no row",
      `ALTER TABLE ${GENERATIONS} DROP COLUMN model_version`,
      `ALTER TABLE ${GENERATIONS} ADD COLUMN model_version text DEFAULT 'newer'`,
    ],
  ];

  it.each(changes)("%s", async (_, ...statements) => {
    await insertSamples(owner, 1, ROWS);
    const plan = await stage.plan();
    for (const sql of statements) await owner.raw(sql);
    await expectRefused(plan);
  });

  it("a row that came", async () => {
    await insertSamples(owner, 1, ROWS);
    const plan = await stage.plan();
    await insertSamples(owner, 2, 1);
    await expectRefused(plan);
  });

  it("what a transaction wrote that was open when the plan was made", async () => {
    await insertSamples(owner, 1, ROWS);
    const open = await owner.transaction();
    await open.raw("UPDATE generation.scenario_generations SET prompt = 'other' WHERE id = 3");
    const plan = await stage.plan();
    expect(await taken(plan)).toHaveLength(ROWS);
    await open.commit();
    await expectRefused(plan);
  });

  it("a row of a third table that decides, which nobody has to declare", async () => {
    await insertSamples(owner, 1, ROWS);
    await owner.raw(
      "CREATE TABLE generation.barred (id bigint); CREATE VIEW generation.bars AS TABLE generation.barred",
    );
    const [part] = sampleBackfill.parts;
    if (part?.kind !== "copied") throw new Error("the sample copies");
    const standing = `SELECT organization_id, id, source_id, detail,
      CASE WHEN id IN (SELECT id FROM generation.bars) THEN 'several' ELSE problem END AS problem
      FROM (${part.standing}) AS sample`;
    const backfill = { ...sampleBackfill, parts: [{ ...part, standing }] };
    const { hash: plan } = await planBackfill(owner, backfill, { keepIn: stage.plansIn });
    expect(await taken(plan, backfill)).toHaveLength(ROWS);
    await owner.raw("INSERT INTO generation.barred VALUES (3)");
    expect(await taken(plan, backfill)).toBeUndefined();
    await expect(applyBackfill(stage.settings({ plan, backfill }))).rejects.toMatchObject({
      reason: "plan-changed",
    });
  });

  it("the same rows of another program, that would write something else", async () => {
    await insertSamples(owner, 1, ROWS);
    const plan = await stage.plan();
    const [part] = sampleBackfill.parts;
    if (part?.kind !== "copied") throw new Error("the sample copies");
    const columns = {
      ...part.columns,
      description: { type: "text" as const, value: "upper(generation.prompt)" },
    };
    const backfill = { ...sampleBackfill, parts: [{ ...part, columns }] };
    await expect(applyBackfill(stage.settings({ plan, backfill }))).rejects.toMatchObject({
      reason: "plan-changed",
    });
  });
});

describe("what makes the plan be made again, and is applied", () => {
  it.each([
    [
      "an UPDATE that changes nothing",
      "UPDATE generation.scenario_generations SET prompt = prompt WHERE id = 3",
    ],
    ["an UPDATE of what is not copied", "UPDATE generation.scenario_generations SET metadata = '{\"x\": 1}'"],
    ["a table that was written anew", "VACUUM FULL generation.scenarios"],
    ["a column that came", "ALTER TABLE generation.scenarios ADD COLUMN more integer DEFAULT 1"],
  ])("%s", async (_, sql) => {
    await insertSamples(owner, 1, ROWS);
    const plan = await stage.plan();
    await owner.raw(sql);
    await expectMadeAgainAndApplied(plan);
  });

  it("a plan that nobody kept", async () => {
    await insertSamples(owner, 1, ROWS);
    await expectMadeAgainAndApplied((await planBackfill(owner, sampleBackfill)).hash);
  });

  it("a plan that was kept before an undo gave the same data back", async () => {
    await insertSamples(owner, 1, ROWS);
    const plan = await stage.plan();
    const kept = await readFile(await keptFile());
    await applyBackfill(stage.settings({ plan }));
    await owner.raw("UPDATE generation.scenarios SET description = NULL, scenario_type = NULL");
    await owner.raw("UPDATE generation.scenario_generations SET metadata = '{}'");
    await writeFile(await keptFile(), kept);
    await expectMadeAgainAndApplied(plan);
  });

  const damages: [what: string, damage: (text: string) => string][] = [
    ["cut off", (text) => text.slice(0, -20)],
    ["emptied", () => ""],
    ["of something else", () => "no JSON\n"],
    ["of rows of which one is missing", (text) => text.replaceAll(/,(-?\w+)\}/g, "}")],
    ["of rows with another hash of a value", (text) => text.replace(/"\{(-?)\d/, '"{$19')],
    ["of rows that are no numbers", (text) => text.replace('"{1,', '"{one,')],
    ["of rows without a column", (text) => text.replace(/"\{[^"]*\}",/, "")],
    ["of a part that there is not", (text) => text.replace('"part":0', '"part":7')],
    ["without what it was made from", (text) => withLast(text, ({ seen, ...rest }) => rest)],
    ["of another format", (text) => withLast(text, (kept) => ({ ...kept, format: 0 }))],
    [
      "with rows of another plan than its hash says",
      (text) =>
        withLast(text, (kept) => ({ ...kept, parts: kept.parts.map((part) => ({ ...part, digest: "1" })) })),
    ],
    [
      "from so many transactions ago that their ids may have come again",
      (text) =>
        withLast(text, (kept) => ({ ...kept, seen: { ...kept.seen, nextTransaction: `-${2 ** 31}` } })),
    ],
  ];

  function withLast(text: string, change: (kept: KeptPlan) => object): string {
    const lines = text.trimEnd().split("\n");
    return [...lines.slice(0, -1), JSON.stringify(change(JSON.parse(lines.at(-1) ?? "")))].join("\n");
  }

  it.each(damages)("a file that is %s", async (_, damage) => {
    await insertSamples(owner, 1, ROWS);
    const plan = await stage.plan();
    const text = await readFile(await keptFile(), "utf8");
    const damaged = damage(text);
    expect(damaged).not.toBe(text);
    await writeFile(await keptFile(), damaged);
    await expectMadeAgainAndApplied(plan);
  });
});
