import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrateLatest, migrationStatus, openDatabase } from "@vivero/database";
import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postgresPrograms } from "../../test/postgres-programs.ts";
import { query } from "../../test/sample-data.ts";
import { readDatabaseFacts } from "../backup/table-facts.ts";
import { OperationError } from "../command/operation-error.ts";
import type { BackfillRunner } from "./backfill-runner.ts";
import { type DeployOptions, deploy } from "./deploy.ts";
import { keepPlan, makeDeploymentPlan } from "./deployment-plan.ts";
import type { Deployment } from "./deployment-steps.ts";
import { formatAdvice } from "./failure-advice.ts";
import { formatPlan } from "./show-plan.ts";

const tools = await postgresPrograms();
/** The last migration before provenance and its backfill. */
const BEFORE = "2026_02_06_110000_add_import_outcome_to_scenarios_table";
const commit = { id: "c0ffee", modified: false };

describe.skipIf(!tools)("a deployment", () => {
  let database: TestDatabase;
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), "vivero-deploy-"));
    database = await createTestDatabase({ migrated: false });
    const urls = { generation: database.ownerUrl, catalog: database.ownerUrl };
    await migrateLatest({ urls, to: BEFORE });
    await query(
      database.ownerUrl,
      `INSERT INTO generation.scenarios (organization_id, id, name) VALUES (1, 1, 'Uno'), (1, 2, 'Dos'), (1, 3, 'Tres');
       INSERT INTO generation.scenario_generations (organization_id, id, status, prompt, scenario_id, metadata) VALUES
         (1, 11, 'complete', E'It''s "one" \\\\ 🌱', 1, '{}'), (1, 12, 'complete', 'two', NULL, '{"created_scenario_id": 2}'),
         (1, 13, 'complete', 'a', 3, '{}'), (1, 14, 'complete', 'b', NULL, '{"created_scenario_id": 3}')`,
    );
  });
  afterEach(async () => {
    await database.drop();
    await rm(home, { recursive: true, force: true });
  });

  /** A backfill that fills what has one claimant with plain SQL, or does what a test says instead. */
  const backfill = (instead: Partial<BackfillRunner> = {}): BackfillRunner => ({
    plan: async () => ({ hash: "abc123", counts: { toFill: 2 }, estimateSeconds: 1 }),
    apply: async (_hash, onLine) => {
      await query(
        database.ownerUrl,
        `UPDATE generation.scenarios SET source_generation_id = 10 + scenarios.id, accepted_prompt = prompt
           FROM generation.scenario_generations WHERE scenario_generations.id = 10 + scenarios.id AND scenarios.id < 3`,
      );
      onLine("filled 2");
    },
    verify: async (onLine) => onLine("2 rows compared"),
    ...instead,
  });
  const installation = () => ({
    home,
    database: { ownerUrl: database.ownerUrl, adminUrl: database.superuserUrl },
    unleash: undefined,
    gatewayUrls: [],
    stack: undefined,
  });
  async function prepare(given: Partial<Deployment> = {}): Promise<Deployment> {
    if (!tools) throw new Error("no programs");
    const runner = given.backfill ?? backfill();
    return {
      installation: installation(),
      commit,
      operator: "test@here",
      tools,
      backfill: runner,
      plan: await makeDeploymentPlan(installation(), commit, runner),
      backup: { file: path.join(home, "good.dump"), create: true },
      notice: { message: "m", retryAfterSeconds: 1 },
      withoutPrompt: 0,
      maintenanceIsOn: false,
      schemaIsHalfWay: false,
      ran: [],
      ...given,
    };
  }
  const options = (given: Partial<DeployOptions> = {}): DeployOptions => ({
    environment: "staging",
    maintenance: false,
    yes: true,
    confirm: async () => true,
    repeat: { again: "again", withNewBackup: "again with a new backup" },
    print: () => undefined,
    ...given,
  });
  const deployShown = async (deployment: Deployment, given?: Partial<DeployOptions>) => {
    await keepPlan(home, deployment.plan);
    return await deploy(deployment, options(given));
  };
  const resultsOf = ({ report }: Awaited<ReturnType<typeof deploy>>) =>
    Object.fromEntries(report.steps.map(({ id, result }) => [id, result]));
  async function facts() {
    const owner = openDatabase({ url: database.superuserUrl, applicationName: "test" });
    const read = await owner.knex.transaction((trx) => readDatabaseFacts(trx));
    await owner.close();
    return read;
  }
  const pending = async () => {
    const states = await migrationStatus({
      urls: { generation: database.ownerUrl, catalog: database.ownerUrl },
    });
    return states.filter(({ state }) => state === "pending").length;
  };

  it("shows every step with this database's numbers and changes no byte of it", async () => {
    const before = await facts();
    const { plan } = await prepare();
    const text = formatPlan(plan, { maintenance: true, gateways: ["http://one"] });
    expect(text).toContain("3 scenarios: 2 with exactly one generation, 0 with none, 1 ambiguous");
    expect(text).toMatch(
      /add_generation_fields_to_scenarios_table \(commits step by step\)\n[\s\S]*ADD COLUMN IF NOT EXISTS accepted_prompt text/,
    );
    expect(await facts()).toEqual(before);
  });

  it("proves, migrates, fills, verifies and leaves a report", async () => {
    const outcome = await deployShown(await prepare());
    expect(resultsOf(outcome)).toEqual({
      backup: "done",
      confirm: "skipped",
      "maintenance-on": "skipped",
      migrate: "done",
      backfill: "done",
      verify: "done",
      "maintenance-off": "skipped",
    });
    expect(await pending()).toBe(0);
    const text = await readFile(path.join(outcome.folder, "report.md"), "utf8");
    expect(text).toContain("# Deployment to staging: done");
    expect(text).toMatch(/its proof: restored into a scratch database .* all equal to the live database/);
    expect(JSON.parse(await readFile(path.join(outcome.folder, "report.json"), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(outcome.report)),
    );
    expect(text + JSON.stringify(outcome.report)).not.toContain(new URL(database.superuserUrl).password);
  });

  it("begins nothing when another plan was shown, or none", async () => {
    const deployment = await prepare();
    await expect(deploy(deployment, options())).rejects.toThrow(/No plan has been shown/);
    const { connection } = deployment.plan;
    await keepPlan(home, {
      ...deployment.plan,
      connection: { ...connection, owner: { ...connection.owner, host: "elsewhere" } },
    });
    await expect(deploy(deployment, options())).rejects.toThrow(
      /the connection: shown vivero_owner@elsewhere/,
    );
    await keepPlan(home, { ...deployment.plan, migrations: [] });
    await expect(deploy(deployment, options())).rejects.toThrow(/the pending migrations: shown none, now /);
    expect(await pending()).toBeGreaterThan(0);
  });

  it("stops at a wrong backup before anything is touched, and says how to go on", async () => {
    const before = await facts();
    const outcome = await deployShown(
      await prepare({ backup: { file: path.join(home, "none.dump"), create: false } }),
    );
    expect(resultsOf(outcome)).toEqual({ backup: "failed" });
    const { advice } = outcome.report;
    expect(advice).toMatchObject({
      goBack: ["nothing to take back"],
      goOn: ["again with a new backup"],
    });
    expect(advice?.state).toEqual([
      "The schema is as it was before.",
      "No data were changed.",
      "Maintenance is off.",
    ]);
    expect(await facts()).toEqual(before);
  });

  it("stops when the person does not confirm; production is asked whatever --yes says", async () => {
    const asked: string[] = [];
    const confirm = async (_: string, expected: string) => asked.push(expected) < 0;
    expect(resultsOf(await deployShown(await prepare(), { yes: false, confirm }))).toMatchObject({
      confirm: "failed",
    });
    const again = { file: path.join(home, "good.dump"), create: false };
    await deployShown(await prepare({ backup: again }), { environment: "production", confirm });
    expect(asked).toEqual([database.name, `production ${database.name}`]);
    expect(await pending()).toBeGreaterThan(0);
  });

  it("says after a failed backfill that the schema is whole, and how to go on or back", async () => {
    const apply = async () => {
      throw new OperationError("it stopped");
    };
    const outcome = await deployShown(await prepare({ backfill: backfill({ apply }) }));
    expect(resultsOf(outcome)).toMatchObject({ migrate: "done", backfill: "failed" });
    const text = outcome.report.advice ? formatAdvice(outcome.report.advice) : "";
    expect(text).toMatch(/The schema is whole: \d+ migrations ran\./);
    expect(text).toContain("npm run backfill -- apply --plan abc123");
    expect(text).toMatch(/npm run migrate:rollback -- --step=\d+/);
    expect(text).toContain(`scripts/restore.sh --backup ${path.join(home, "good.dump")}`);
  });

  it("says that the schema is half-way when a migration fails in the middle", async () => {
    await query(database.superuserUrl, "CREATE TABLE generation.data_backfill_batches (taken text)");
    const outcome = await deployShown(await prepare());
    expect(resultsOf(outcome)).toMatchObject({ migrate: "failed" });
    expect(outcome.report.advice?.state[0]).toMatch(/The schema is half-way: [1-9]\d* migrations ran/);
  });

  it("fails the verification when a scenario lacks the prompt of its generation", async () => {
    const apply = async () => {
      await query(
        database.ownerUrl,
        "UPDATE generation.scenarios SET source_generation_id = 11 WHERE id = 1",
      );
    };
    const outcome = await deployShown(await prepare({ backfill: backfill({ apply }) }));
    expect(resultsOf(outcome)).toMatchObject({ backfill: "done", verify: "failed" });
    expect(outcome.report.steps.find(({ id }) => id === "verify")?.problem).toContain(
      "scenario 1 of organization 1",
    );
  });
});
