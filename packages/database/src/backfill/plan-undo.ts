import { hash } from "node:crypto";
import type { Knex } from "knex";
import { canonicalJson } from "../audit/canonical-json.ts";
import { type Backfill, type BackfillPart, columnNames } from "./backfill.ts";
import { digestOf } from "./copied-part-sql.ts";
import { gapsBetween, type Stretch } from "./keys.ts";
import { readDoneStretches, readRegister } from "./register.ts";
import { requireReady } from "./require-ready.ts";

/** What taking back would do to one table. */
export type PartUndoPlan = {
  readonly table: string;
  /** Rows that the backfill wrote, counted once for each run. */
  readonly rows: number;
  /** Values by column that are as they were written, and would be taken back. */
  readonly columns: Readonly<Record<string, number>>;
  /** Values that somebody changed since; they stay. */
  readonly changedSince: number;
  readonly digest: string;
};

/** What an undo would do, and the hash by which it is approved. */
export type UndoPlan = {
  readonly backfill: string;
  readonly hash: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly parts: readonly PartUndoPlan[];
};

/**
 * What taking back everything that the backfill wrote would do now. Changes nothing: one read-only transaction.
 *
 * @throws BackfillError `not-ready`
 */
export async function planUndo(db: Knex, backfill: Backfill): Promise<UndoPlan> {
  await requireReady(db, backfill);
  return db.transaction((trx) => makeUndoPlan(trx, backfill), {
    isolationLevel: "repeatable read",
    readOnly: true,
  });
}

/** The same within the caller's transaction. */
export async function makeUndoPlan(trx: Knex.Transaction, backfill: Backfill): Promise<UndoPlan> {
  const register = await readRegister(trx, backfill);
  const run = register?.run ?? 0;
  const done = await readDoneStretches(trx, backfill, run);
  const notDone = register?.activity === "apply" ? gapsBetween(done, backfill.parts.length) : [];
  const parts: PartUndoPlan[] = [];
  for (const [number, part] of backfill.parts.entries()) {
    parts.push(await planPart(trx, backfill, { part, number, run, notDone }));
  }
  return {
    backfill: backfill.name,
    hash: hash("sha256", canonicalJson({ undo: backfill.name, parts })).slice(0, 16),
    counts: {
      toTakeBack: parts.reduce((sum, { rows }) => sum + rows, 0),
      changedSince: parts.reduce((sum, { changedSince }) => sum + changedSince, 0),
    },
    parts,
  };
}

type Subject = { part: BackfillPart; number: number; run: number; notDone: readonly Stretch[] };

async function planPart(
  trx: Knex.Transaction,
  { schema, name }: Backfill,
  { part, number, run, notDone }: Subject,
): Promise<PartUndoPlan> {
  const names = columnNames(part);
  const wrote = names.map((column, index) => writtenBy(part, column, index));
  const same = names.map((column, index) => sameAsWritten(part, column, index));
  const { rows } = await trx.raw(
    `SELECT count(*) AS rows,
       ${names.map((_, index) => `count(*) FILTER (WHERE same_${index}) AS column_${index}`).join(", ")},
       COALESCE(sum(${names.map((_, index) => `(wrote_${index} AND NOT same_${index})::integer`).join(" + ")}), 0)::bigint AS changed,
       bit_xor(hash_record_extended(ROW(organization_id, id, run, ${names.map((_, index) => `same_${index}`).join(", ")}), 0))::text AS digest
     FROM (SELECT work.organization_id, work.id, work.run,
         ${wrote.map((condition, index) => `${condition} AS wrote_${index}`).join(", ")},
         ${same.map((condition, index) => `COALESCE(${condition}, false) AS same_${index}`).join(", ")}
       FROM ${schema}.data_backfill_rows AS work
       LEFT JOIN ${part.table} AS target ON target.organization_id = work.organization_id AND target.id = work.id
       WHERE work.backfill = :name AND work.part = :number AND work.skipped IS NULL
         ${notDone
           .filter((stretch) => stretch.part === number)
           .map(outside)
           .join(" ")}) AS written`,
    { name, number, run },
  );
  const [found] = rows;
  return {
    table: part.table,
    rows: found.rows,
    columns: Object.fromEntries(names.map((column, index) => [column, found[`column_${index}`]])),
    changedSince: found.changed,
    digest: found.digest ?? "",
  };
}

/** Of the latest run, only what was reached is written. */
function outside({ after, last }: Stretch): string {
  const key = "(work.organization_id, work.id)";
  return `AND NOT (work.run = :run AND ${key} > (${after.organizationId}, ${after.id}) AND ${key} <= (${last.organizationId}, ${last.id}))`;
}

function writtenBy(part: BackfillPart, _column: string, index: number): string {
  return part.kind === "copied"
    ? `work.digests[${index + 1}] IS NOT NULL`
    : `work.previous[${index + 1}] IS DISTINCT FROM work.proposed[${index + 1}]`;
}

function sameAsWritten(part: BackfillPart, column: string, index: number): string {
  if (part.kind === "computed") {
    return `${writtenBy(part, column, index)} AND target.${column} IS NOT DISTINCT FROM work.proposed[${index + 1}]`;
  }
  const type = part.columns[column]?.type ?? "text";
  return `work.digests[${index + 1}] = ${digestOf(type, `target.${column}`)}`;
}
