import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/index.ts";
import type { Schema } from "./migration-files.ts";
import { insertSampleRows } from "./sample-rows.ts";

/** Of the whole platform, not of a tenant; the services may only read them. */
const PLATFORM_TABLES = [
  ...["generation", "catalog"].flatMap((schema) => [
    `${schema}.data_backfills`,
    `${schema}.data_backfill_batches`,
    `${schema}.knex_migrations`,
    `${schema}.knex_migrations_lock`,
  ]),
];

/** Scratch paper of one person, which may be thrown away; everything else stays. */
const DELETABLE_TABLES = ["generation.generation_drafts"];

let testDatabase: TestDatabase;
let owner: Database;
let services: Record<Schema, Database>;
let tenantTables: string[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const open = (url: string) => openDatabase({ url, applicationName: "test", poolSize: 2 });
  owner = open(testDatabase.ownerUrl);
  services = { generation: open(testDatabase.generationUrl), catalog: open(testDatabase.catalogUrl) };
  tenantTables = (await allTables()).filter((table) => !PLATFORM_TABLES.includes(table));
  await insertSampleRows(owner.knex, 1);
  expect((await insertSampleRows(owner.knex, 2)).sort()).toEqual(tenantTables);
});

afterAll(async () => {
  await Promise.all([owner, ...Object.values(services)].map((database) => database.close()));
  await testDatabase.drop();
});

async function allTables(): Promise<string[]> {
  const { rows } = await owner.knex.raw(
    "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('generation', 'catalog') ORDER BY 1",
  );
  return rows.map((row: { name: string }) => row.name);
}

const schemaOf = (table: string) => table.split(".")[0] as Schema;
const serviceOf = (table: string) => services[schemaOf(table)];

/** Runs `check` for every tenant table; a failure names the table. */
async function forEveryTable(check: (table: string) => Promise<void>): Promise<void> {
  for (const table of tenantTables) {
    await check(table).catch((error: unknown) => {
      throw new Error(`${table}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    });
  }
}

describe("every tenant table", () => {
  it("has row-level security on and forced, and organization_id first in its keys, references and indexes", async () => {
    await forEveryTable(async (table) => {
      const { rows } = await owner.knex.raw(
        `SELECT relrowsecurity AS on, relforcerowsecurity AS forced,
           ARRAY(SELECT policyname::text || ' ' || array_to_string(roles, ',') FROM pg_policies
             WHERE schemaname || '.' || tablename = :table ORDER BY 1) AS policies,
           -- But trigram indexes: they have no place for a number, and only functions that ask for the organization use them.
           ARRAY(SELECT indexrelid::regclass::text FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
             JOIN pg_class AS kept ON kept.oid = indexrelid JOIN pg_am ON pg_am.oid = kept.relam
             WHERE indrelid = pg_class.oid AND attname <> 'organization_id' AND amname <> 'gin') AS indexes,
           ARRAY(SELECT conname::text FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
             WHERE conrelid = pg_class.oid AND contype IN ('p', 'u', 'f') AND attname <> 'organization_id') AS keys
         FROM pg_class WHERE oid = CAST(:table AS regclass)`,
        { table },
      );
      const service = `${schemaOf(table)}_service`;
      expect(rows).toEqual([
        {
          on: true,
          forced: true,
          policies: ["every_organization vivero_owner", `own_organization ${service}`],
          indexes: [],
          keys: [],
        },
      ]);
    });
  });

  it("shows a service the rows of its tenant and none of another", async () => {
    await forEveryTable(async (table) => {
      const seen = await serviceOf(table).tenant(1, (trx) => trx(table).distinct("organization_id"));
      expect(seen).toEqual([{ organization_id: 1 }]);
      const asked = await serviceOf(table).tenant(1, (trx) => trx(table).where({ organization_id: 2 }));
      expect(asked).toEqual([]);
    });
  });

  it("shows a service nothing outside of a tenant, also on a connection that had one before", async () => {
    await forEveryTable(async (table) => {
      const service = serviceOf(table);
      expect(await service.knex(table)).toEqual([]);
      const afterwards = await service.knex.transaction(async (trx) => {
        await trx.raw("SET LOCAL vivero.organization_id = ''");
        return trx(table);
      });
      expect(afterwards).toEqual([]);
    });
  });

  it("refuses a service's row for another tenant, and to hand one over", async () => {
    await forEveryTable(async (table) => {
      const [row] = await owner.knex(table).where({ organization_id: 1 }).limit(1);
      const { search_key: _generated, ...values } = row;
      const refused = /violates row-level security policy|permission denied|append-only/;
      const insert = serviceOf(table).tenant(1, (trx) =>
        trx.raw(
          `INSERT INTO ${table} (${Object.keys(values).join(", ")})
           SELECT ${Object.keys(values).join(", ")} FROM jsonb_populate_record(NULL::${table}, ?)`,
          [
            JSON.stringify({
              ...values,
              organization_id: 3,
              hash: `\\x${"ab".repeat(32)}`,
              previous_hash: `\\x${"ab".repeat(32)}`,
            }),
          ],
        ),
      );
      await expect(insert).rejects.toThrow(refused);
      const update = serviceOf(table).tenant(1, (trx) => trx(table).update({ organization_id: 2 }));
      await expect(update).rejects.toThrow(refused);
    });
  });

  it("lets no service delete, truncate, read the other schema, or switch the security off", async () => {
    await forEveryTable(async (table) => {
      const service = serviceOf(table);
      const other = services[schemaOf(table) === "generation" ? "catalog" : "generation"];
      const denied = /permission denied|must be owner/;
      if (!DELETABLE_TABLES.includes(table))
        await expect(service.tenant(1, (trx) => trx(table).delete())).rejects.toThrow(denied);
      else expect(await service.tenant(1, (trx) => trx(table).where("organization_id", 2).delete())).toBe(0);
      await expect(service.knex.raw(`TRUNCATE ${table}`)).rejects.toThrow(denied);
      await expect(service.knex.raw(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`)).rejects.toThrow(
        denied,
      );
      await expect(other.tenant(1, (trx) => trx(table))).rejects.toThrow("permission denied for schema");
      await expect(other.tenant(1, (trx) => trx(table).insert({ organization_id: 1 }))).rejects.toThrow(
        "permission denied for schema",
      );
    });
  });

  it("shows the owner every tenant", async () => {
    await forEveryTable(async (table) => {
      expect(await owner.knex(table).distinct("organization_id").orderBy("organization_id")).toEqual([
        { organization_id: 1 },
        { organization_id: 2 },
      ]);
    });
  });
});

describe("references", () => {
  it("cannot reach another tenant's row", async () => {
    await owner.knex("generation.scenarios").insert({ organization_id: 1, id: 50, name: "only here" });
    const reference = services.generation.tenant(2, (trx) =>
      trx("generation.scenario_generations").update({ scenario_id: 50 }),
    );
    await expect(reference).rejects.toThrow("violates foreign key constraint");
  });
});

describe("the platform's tables", () => {
  it("can be read by their service and not written", async () => {
    for (const table of PLATFORM_TABLES) {
      const service = serviceOf(table);
      expect(await service.knex(table)).toEqual(expect.any(Array));
      await expect(service.knex(table).delete()).rejects.toThrow("permission denied");
    }
  });
});

describe("operators' plain SQL", () => {
  it.each([
    "SELECT id, source_generation_id, accepted_prompt IS NOT NULL AS has_prompt FROM scenarios WHERE source_generation_id IS NOT NULL LIMIT 10;",
    "SELECT COUNT(*) FROM scenario_generations WHERE accepted_at IS NOT NULL;",
    "SELECT * FROM skills WHERE competency_id IN (SELECT id FROM competencies WHERE capability_id IN (SELECT id FROM capabilities WHERE scenario_id = 1));",
  ])("works as it stands: %s", async (sql) => {
    await owner
      .knex("generation.scenarios")
      .where({ id: 1 })
      .update({ source_generation_id: 1, accepted_prompt: "prompt" });
    const { rows } = await owner.knex.raw(sql);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]).not.toEqual({ count: 0 });
  });
});
