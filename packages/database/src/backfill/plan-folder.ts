import { hash } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { Knex } from "knex";
import type { Backfill } from "./backfill.ts";

/** Where the latest plan of a backfill for this database is kept: one file, however many are made. One statement. */
export async function planFile(
  db: Knex,
  folder: string,
  { schema, name }: Pick<Backfill, "schema" | "name">,
): Promise<string> {
  const { rows } = await db.raw(
    `SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system,
       (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database`,
  );
  const [{ system, database }] = rows;
  const key = hash("sha256", `${system}/${database}`).slice(0, 12);
  return path.join(folder, `${schema}.${name}.${key}.jsonl`);
}

/** Removes it, if there is one and it can be removed: a plan that is left over is never taken for a later one. */
export async function dropKeptPlan(
  db: Knex,
  folder: string,
  backfill: Pick<Backfill, "schema" | "name">,
): Promise<void> {
  await rm(await planFile(db, folder, backfill), { force: true }).catch(() => undefined);
}
