import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunRecord } from "../src/runbook/run-record.ts";
import { CHECKLIST_ITEMS, type ChecklistItem } from "../src/runbook/runbook.ts";
import { type OperatedSystem, openSystem } from "./open-system.ts";
import { postgresPrograms } from "./postgres-programs.ts";
import { query } from "./sample-data.ts";

const tools = await postgresPrograms();

// One system for all, as it takes its time to start; what breaks it comes last.
describe.skipIf(!tools)("the operators' commands on a running system", { timeout: 300_000 }, () => {
  let system: OperatedSystem;
  beforeAll(async () => {
    system = await openSystem();
  }, 300_000);
  afterAll(() => system.close());

  const runbook = (...parameters: string[]) =>
    system.command("runbook", ["--env", "staging", "--yes", ...parameters]);
  async function records(): Promise<RunRecord[]> {
    const folder = path.join(system.home, "runbook");
    const names = (await readdir(folder)).sort();
    return await Promise.all(
      names.map(
        async (name) =>
          JSON.parse(await readFile(path.join(folder, name, "transcript.json"), "utf8")) as RunRecord,
      ),
    );
  }
  const lastRecord = async () => (await records()).at(-1);
  const itemOf = async (item: ChecklistItem) => (await lastRecord())?.checklist[item];

  it("refuses production before staging has run", async () => {
    const { code, output } = await system.command("runbook", ["--env", "production"]);
    expect(output).toMatch(/There is no record of a complete staging run of commit c0ffee/);
    expect(code).toBe(1);
  });

  it("takes staging through the runbook to seven ticks, and tells the webhook", async () => {
    const { code, output } = await runbook("--notify", system.webhook, "--watch", "1s", "--lang", "es");
    expect(output).toContain("✔ `import_generation` apagado en producción");
    expect(code).toBe(0);
    const record = await lastRecord();
    expect(record).toMatchObject({ result: "complete", sequence: 1, commit: { modified: false } });
    expect(CHECKLIST_ITEMS.filter((item) => record?.checklist[item]?.ticked)).toEqual(CHECKLIST_ITEMS);
    expect(system.told).toEqual([
      expect.stringContaining("begins"),
      expect.stringMatching(new RegExp(`is complete, 7 of 7 items ticked\\. Record ${record?.hash}$`)),
    ]);
    expect(output + JSON.stringify(record)).not.toContain("secret-part");
  });

  it("takes production by staging's record, asks whatever --yes says, and turns the flag off", async () => {
    const production = (typed: string) =>
      system.command("runbook", ["--env", "production", "--yes", "--watch", "1s"], { typed });
    expect(await production("yes\n")).toMatchObject({ code: 1 });
    expect(await lastRecord()).toMatchObject({ result: "interrupted" });
    const { code, output } = await production("production vivero\n");
    expect(output).toMatch(/^Goes on from 0002-production: maintenance-on, /m);
    expect(code).toBe(0);
    const record = await lastRecord();
    expect(record).toMatchObject({ result: "complete", environment: "production" });
    expect(record?.checklist.import?.detail).toMatch(/^in staging run 0001-staging: 3 generated/);
    expect(output).toContain("import_generation was on; it is turned off");
  });

  it("closes both replicas for maintenance, and names one that does not answer", async () => {
    const answers = () =>
      Promise.all(
        system.gateways.map(async (url) => (await fetch(`${url}/api/strategic-planning/scenarios`)).status),
      );
    const down = await system.command("down", ["--message", "Volvemos a las 12", "--retry", "90"]);
    expect(down).toMatchObject({ code: 0 });
    expect(await answers()).toEqual([503, 503]);
    const closed = await fetch(`${system.gateways[1]}/api/strategic-planning/scenarios`);
    expect(closed.headers.get("retry-after")).toBe("90");
    expect(await closed.json()).toMatchObject({ code: "MAINTENANCE", detail: "Volvemos a las 12" });
    expect(await system.command("up", [])).toMatchObject({ code: 0 });
    expect(await answers()).toEqual([401, 401]);
    await system.stopSecondGateway();
    // Long enough for the first one to hear of it on a loaded machine.
    const partly = await system.command("down", ["--wait", "8s"]);
    const opened = await system.command("up", ["--gateways", system.gateways[0]]);
    expect(partly.output).toContain(`1 of 2 gateways did not confirm`);
    expect(partly.output).toContain(system.gateways[1]);
    expect(partly.code).toBe(1);
    expect(opened).toMatchObject({ code: 0 });
  });

  it("fails the import while the flag is off", async () => {
    await system.setFlag("import_generation", false);
    expect(await runbook("--from", "functional")).toMatchObject({ code: 1 });
    expect(await itemOf("import")).toMatchObject({
      ticked: false,
      detail: expect.stringContaining("IMPORT_DISABLED"),
    });
    expect((await lastRecord())?.checklist.promotion).toBeUndefined();
  });

  it("fails the import while the catalog is stopped, and goes on there when it is back", async () => {
    await system.setFlag("import_generation", true);
    await system.stack.program("catalog")?.stop();
    expect(await runbook("--import-wait", "2s")).toMatchObject({ code: 1 });
    expect(await itemOf("import")).toMatchObject({
      ticked: false,
      detail: expect.stringContaining("still pending"),
    });
    await system.stack.program("catalog")?.start();
    const { output, code } = await runbook();
    expect(output).toMatch(/^Goes on from 0005-staging: functional, incubation, promote, watch, flag-off$/m);
    expect(code, output).toBe(0);
    expect(await lastRecord()).toMatchObject({ result: "complete" });
  });

  it("fails the backfill's counts for a scenario that nothing can give a prompt", async () => {
    const { owner } = system.stack.info().databaseUrls;
    const [tried] = (await lastRecord())?.facts.tried ?? [];
    const prompts = await query<{ prompt: string }>(
      owner,
      "SELECT prompt FROM generation.scenario_generations WHERE id = $1",
      [tried?.generationId],
    );
    await query(owner, "UPDATE generation.scenario_generations SET prompt = NULL WHERE id = $1", [
      tried?.generationId,
    ]);
    await query(owner, "UPDATE generation.scenarios SET accepted_prompt = NULL WHERE id = $1", [
      tried?.scenarioId,
    ]);
    expect(await runbook("--only", "backfill")).toMatchObject({ code: 1 });
    expect(await itemOf("backfill")).toMatchObject({
      ticked: false,
      detail: expect.stringContaining(`scenario ${tried?.scenarioId} of organization`),
    });
    await query(owner, "UPDATE generation.scenario_generations SET prompt = $2 WHERE id = $1", [
      tried?.generationId,
      prompts[0]?.prompt,
    ]);
    expect(await runbook("--only", "backfill")).toMatchObject({ code: 0 });
  });

  it("fails the audit for an event that is missing, and production refuses to start on it", async () => {
    const admin = new URL(system.stack.info().databaseUrls.admin);
    admin.pathname = "/vivero";
    const [tried] = (await lastRecord())?.facts.tried ?? [];
    await query(
      admin.href,
      `SET session_replication_role = replica; DELETE FROM catalog.audit_events WHERE organization_id = ${tried?.organizationId} AND sequence = 3`,
    );
    expect(await runbook("--only", "promote")).toMatchObject({ code: 1 });
    expect(await itemOf("promotion")).toMatchObject({
      ticked: false,
      detail: expect.stringMatching(/missing at event 3|lacks 1 of/),
    });
    const production = await system.command("runbook", ["--env", "production"]);
    expect(production.output).toMatch(/Production's audit record is not whole.*missing at event 3/);
    expect(await system.command("runbook", ["--verify"])).toMatchObject({
      code: 0,
      output: expect.stringContaining("the chain is whole"),
    });
  });
});
