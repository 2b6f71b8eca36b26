import { type Database, openDatabase } from "@vivero/database";
import type { TestCluster, TestDatabase } from "@vivero/database/testing";
import { Client } from "pg";

/** Legacy scenarios with prompts of 2 KB, each named by its generation, and copies of that database that are alike to the page. */
export type LegacyCopies = {
  /** Hands over a fresh copy and drops it afterwards. */
  withCopy<T>(work: (copy: { url: string; database: Database }) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
};

const ORGANIZATIONS = 20;

export async function makeLegacyCopies(cluster: TestCluster, scenarios: number): Promise<LegacyCopies> {
  const original = await cluster.createDatabase();
  const database = openDatabase({ url: original.ownerUrl, applicationName: "bench", poolSize: 1 });
  await fill(database, scenarios);
  await database.close();
  let copies = 0;
  return {
    async withCopy(work) {
      const name = `${original.name}_${++copies}`;
      const url = await copyDatabase(cluster, original, name);
      const copy = openDatabase({ url, applicationName: "bench", poolSize: 2 });
      try {
        return await work({ url, database: copy });
      } finally {
        await copy.close();
        await asAdmin(cluster, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
      }
    },
    drop: () => original.drop(),
  };
}

async function copyDatabase(cluster: TestCluster, original: TestDatabase, name: string): Promise<string> {
  await asAdmin(cluster, async (admin) => {
    await admin.query(
      `CREATE DATABASE ${name} OWNER vivero_owner TEMPLATE ${original.name} STRATEGY file_copy`,
    );
    await admin.query(`ALTER DATABASE ${name} SET search_path = generation, catalog, public`);
    // What is still to be written must not be written during a measurement.
    await admin.query("CHECKPOINT");
  });
  const url = new URL(original.ownerUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin<T>({ address }: TestCluster, work: (admin: Client) => Promise<T>): Promise<void> {
  const admin = new Client({ connectionString: address.adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** Hexadecimal digits do not compress: the prompts stay 2 KB in the tables, as long ones of a person nearly do. */
async function fill({ knex }: Database, scenarios: number): Promise<void> {
  await knex.raw(
    `INSERT INTO generation.scenarios (organization_id, id, name, created_by)
     SELECT 1 + number % ${ORGANIZATIONS}, number, 'Scenario ' || number, 7 FROM generate_series(1, :scenarios) AS number`,
    { scenarios },
  );
  await knex.raw(
    `INSERT INTO generation.scenario_generations (organization_id, id, status, prompt, metadata, accepted_at, accepted_by,
       model_version, confidence_score)
     SELECT 1 + number % ${ORGANIZATIONS}, number, 'complete',
       (SELECT left(string_agg(md5(concat(number, '-', piece)), ' "' ORDER BY piece), 2048)
          FROM generate_series(1, 61) AS piece WHERE number > 0),
       jsonb_build_object('created_scenario_id', number), now(), 7, 'gpt-4o', 0.8
     FROM generate_series(1, :scenarios) AS number`,
    { scenarios },
  );
  await knex.raw("VACUUM (ANALYZE) generation.scenarios");
  await knex.raw("VACUUM (ANALYZE) generation.scenario_generations");
}
