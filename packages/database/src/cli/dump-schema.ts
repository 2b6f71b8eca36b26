import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { openDatabase } from "../connection/open-database.ts";
import { dumpSchema, SCHEMA_FILE } from "../schema-dump/dump-schema.ts";
import { startTestCluster } from "../testing/test-cluster.ts";

/** The schema that this checkout's migrations make, in a database that lives only for this. */
async function dumpMigratedSchema(): Promise<string> {
  const cluster = await startTestCluster();
  try {
    const { ownerUrl } = await cluster.createDatabase();
    const database = openDatabase({ url: ownerUrl, applicationName: "vivero-dump-schema", poolSize: 1 });
    try {
      return await dumpSchema(database.knex);
    } finally {
      await database.close();
    }
  } finally {
    await cluster.stop();
  }
}

const program = new Command("dump-schema")
  .description("Writes migrations/schema.sql from a database that is made, migrated and thrown away.")
  .option("--check", "write nothing; exit with 1 when the file is stale")
  .parse();

const dump = await dumpMigratedSchema();
if (program.opts<{ check?: true }>().check) {
  if (dump !== (await readFile(SCHEMA_FILE, "utf8"))) {
    process.stderr.write(
      "migrations/schema.sql is stale: run `node packages/database/src/cli/dump-schema.ts`, look at the diff, commit it.\n",
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(SCHEMA_FILE, dump);
}
