import { existsSync } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { openDatabase } from "@vivero/database";
import { OperationError, reasonOf } from "../command/operation-error.ts";
import { runProgram } from "../command/run-program.ts";
import { libpqEnvironment } from "../installation/database-address.ts";
import { type BackupManifest, manifestFile, writeManifest } from "./backup-manifest.ts";
import { readDatabaseIdentity } from "./database-identity.ts";
import { sha256Of } from "./dump-file.ts";
import type { PostgresTools } from "./postgres-tools.ts";
import { readDatabaseFacts } from "./table-facts.ts";

/**
 * Dumps the database into a new file in pg_dump's custom format, and writes beside it what the dumped snapshot held. The
 * file has its name only when it is whole; both can be read by this user only.
 * @throws OperationError when the file exists, or pg_dump fails
 */
export async function createBackup(options: {
  adminUrl: string;
  file: string;
  tools: PostgresTools;
  commit: string;
  madeBy: string;
}): Promise<BackupManifest> {
  const { adminUrl, file, tools, commit, madeBy } = options;
  for (const taken of [file, manifestFile(file)]) {
    if (existsSync(taken))
      throw new OperationError(`${taken} exists already: no backup is overwritten; name another file.`);
  }
  const database = openDatabase({ url: adminUrl, applicationName: "vivero-backup", poolSize: 2 });
  try {
    const identity = await readDatabaseIdentity(database.knex);
    const partial = `${file}.partial`;
    await rm(partial, { force: true });
    const taken = await database.knex.transaction(
      async (trx) => {
        const { rows } = await trx.raw("SELECT pg_export_snapshot() AS snapshot, now() AS at");
        const [, tables] = await Promise.all([
          dump(adminUrl, tools, partial, rows[0].snapshot),
          readDatabaseFacts(trx),
        ]);
        return { at: rows[0].at as Date, tables };
      },
      { isolationLevel: "repeatable read", readOnly: true },
    );
    const manifest: BackupManifest = {
      format: 1,
      takenAt: taken.at.toISOString(),
      identity,
      dump: { bytes: (await stat(partial)).size, sha256: await sha256Of(partial), tool: tools.version },
      tables: taken.tables,
      commit,
      madeBy,
    };
    await writeManifest(file, manifest);
    await rename(partial, file);
    return manifest;
  } catch (error) {
    if (error instanceof OperationError) throw error;
    throw new OperationError(`No backup was made: ${reasonOf(error)}.`, { cause: error });
  } finally {
    await database.close();
  }
}

async function dump(adminUrl: string, tools: PostgresTools, file: string, snapshot: string): Promise<void> {
  const { code, stderr } = await runProgram(tools.pgDump, ["--format=custom", `--snapshot=${snapshot}`], {
    environment: { ...libpqEnvironment(adminUrl), LC_ALL: "C" },
    output: { file },
  });
  if (code === 0) return;
  await rm(file, { force: true });
  throw new OperationError(`pg_dump failed: ${stderr.trim()}`);
}
