import { createTestDatabase, type TestDatabase } from "@vivero/database/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { insertScenarios, query } from "../../test/sample-data.ts";
import { findGeneration } from "./find-generation.ts";
import { formatGeneration } from "./format-generation.ts";

let database: TestDatabase;
let id: number;

beforeAll(async () => {
  database = await createTestDatabase();
  id = (await insertScenarios(database, 21))[0] ?? 0;
  const entry = {
    status: "started",
    attempted_by: 7,
    attempted_at: "2026-02-07T10:00:00.000Z",
    request_id: "r-1",
  };
  await query(
    database.ownerUrl,
    `UPDATE generation.scenario_generations
        SET metadata = $2, company_name = E'Evil \\033[2J S.A.', last_error = '{"code": "MODEL_TIMEOUT", "message": "late"}'
      WHERE id = $1`,
    [id, { created_scenario_id: 4, import_audit: [entry] }],
  );
});
afterAll(() => database.drop());

it("shows state, metadata and import audit, and of the prompt only its measure", async () => {
  const shown = await findGeneration(database.ownerUrl, id);
  expect(shown).toMatchObject({
    organizationId: 21,
    status: "complete",
    metadata: { created_scenario_id: 4 },
    importAudit: [{ status: "started", request_id: "r-1" }],
    prompt: { characters: 25, redacted: false, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  const text = formatGeneration(shown);
  expect(text).toMatch(/^ {2}2026-02-07T10:00:00\.000Z {2}started +user 7 {2}\{"request_id":"r-1"\}$/m);
  expect(text).toContain("created_scenario_id: 4");
  expect(text + JSON.stringify(shown)).not.toContain('prompt\\"');
  expect(text).toContain("Evil \\u001b[2J S.A.");
});

it("asks for the organization when several have one of this id, and says when there is none", async () => {
  await query(
    database.ownerUrl,
    "INSERT INTO generation.scenario_generations (organization_id, id, status) VALUES (22, $1, 'queued')",
    [id],
  );
  await expect(findGeneration(database.ownerUrl, id)).rejects.toThrow(/Several organizations .*: 21, 22/);
  expect(await findGeneration(database.ownerUrl, id, 22)).toMatchObject({
    status: "queued",
    prompt: null,
    importAudit: [],
  });
  await expect(findGeneration(database.ownerUrl, id, 23)).rejects.toThrow(
    `There is no generation ${id} in organization 23.`,
  );
});
