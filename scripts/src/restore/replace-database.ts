import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { PostgresTools } from "../backup/postgres-tools.ts";
import { OperationError } from "../command/operation-error.ts";
import { libpqEnvironment } from "../installation/database-address.ts";

/** The schemas that provisioning makes: what a restore replaces. */
export const PRODUCT_SCHEMAS = ["generation", "catalog", "generation_queue", "catalog_queue"] as const;

/**
 * Replaces the product's schemas by those of a dump, in one transaction: all of it, or nothing of it. The database itself
 * stays, with its settings, privileges and everybody's sessions.
 * @param lockTimeoutMs how long it waits for somebody who uses a table: then it gives up
 * @throws OperationError with what PostgreSQL said; nothing has changed then
 */
export async function replaceDatabase(
  adminUrl: string,
  file: string,
  tools: PostgresTools,
  lockTimeoutMs: number,
): Promise<void> {
  const environment = { ...libpqEnvironment(adminUrl), LC_ALL: "C" };
  const psql = spawn(tools.psql, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"], {
    env: environment,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const dump = spawn(tools.pgRestore, ["--file=-", file], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, dumpSaid] = [text(psql.stderr), text(dump.stderr)];
  const [psqlEnded, dumpEnded] = [exitCode(psql), exitCode(dump)];
  // When psql stops at an error it reads no further: its exit code says so, not the broken pipe.
  psql.stdin.on("error", () => undefined);
  psql.stdin.write(`BEGIN;
SET LOCAL lock_timeout = ${lockTimeoutMs};
DROP SCHEMA IF EXISTS ${PRODUCT_SCHEMAS.join(", ")} CASCADE;
`);
  const copied = await pipeline(dump.stdout, psql.stdin, { end: false }).then(
    () => true,
    () => false,
  );
  if (!copied) dump.kill();
  const dumpCode = await dumpEnded;
  // Without COMMIT the end of the input takes everything back: a dump that breaks off never becomes half a database.
  psql.stdin.end(copied && dumpCode === 0 ? "COMMIT;\n" : "ROLLBACK;\n");
  const psqlCode = await psqlEnded;
  if (psqlCode === 0 && dumpCode === 0 && copied) return;
  const reason = psqlCode === 0 ? await dumpSaid : await said;
  throw new OperationError(
    `The restore was taken back whole, nothing has changed: ${reason.trim().split("\n").slice(0, 3).join(" ")}`,
  );
}

function exitCode(child: ReturnType<typeof spawn>): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", (cause) =>
    reject(new OperationError(`${child.spawnfile} could not be run.`, { cause })),
  );
  child.once("close", resolve);
  return promise;
}
