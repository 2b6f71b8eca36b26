import type { Knex } from "knex";
import { allCopied, type Backfill } from "./backfill.ts";
import { draftPlan } from "./keep-plan.ts";
import type { PartPlan, Plan } from "./plan.ts";
import { planComputedPart } from "./plan-computed-part.ts";
import { planCopiedPart, type RowsTo } from "./plan-copied-part.ts";
import { planFile } from "./plan-folder.ts";
import { planHash } from "./plan-hash.ts";
import { requireReady } from "./require-ready.ts";
import { seeVersions } from "./seen-versions.ts";

/** Without earlier batches to go by: what the benchmark `backfill` takes for a row with a prompt of 2 KB. */
const ROW_MS = 0.15;

/**
 * What the backfill would do now. Changes nothing: one read-only transaction that sees one moment.
 *
 * @param options.keepIn a folder in which the plan's rows are kept, so that `applyBackfill` may find them there
 * @throws BackfillError `not-ready`
 */
export async function planBackfill(
  db: Knex,
  backfill: Backfill,
  { keepIn }: { keepIn?: string | undefined } = {},
): Promise<Plan> {
  await requireReady(db, backfill);
  const copied = allCopied(backfill);
  const draft = keepIn && copied ? await draftPlan(await planFile(db, keepIn, backfill)) : undefined;
  try {
    return await db.transaction(
      async (trx) => {
        const plan = await makePlan(trx, backfill, { run: 1, record: false, keep: draft?.addRows });
        if (draft && copied) await draft.keep(plan, await seeVersions(trx, copied));
        return plan;
      },
      { isolationLevel: "repeatable read", readOnly: true },
    );
  } finally {
    await draft?.discard();
  }
}

type PlanOptions = {
  run: number;
  record: boolean;
  /** Takes the rows of copied parts that are not recorded, a page at a time. */
  keep?: ((part: number, rows: readonly string[]) => Promise<void>) | undefined;
};

/** The plan within the caller's transaction; with `record`, its rows are stored as those of `run`. */
export async function makePlan(
  trx: Knex.Transaction,
  backfill: Backfill,
  { run, record, keep }: PlanOptions,
): Promise<Plan> {
  // Joins and sorts over whole tables: more memory than an application's statements need.
  await trx.raw("SET LOCAL work_mem = '64MB'");
  const rowsTo = (part: number): RowsTo => {
    if (record) return { kind: "record" };
    return keep ? { kind: "keep", page: (rows) => keep(part, rows) } : { kind: "count" };
  };
  const parts: PartPlan[] = [];
  for (const [number, part] of backfill.parts.entries()) {
    const scope = { schema: backfill.schema, backfill: backfill.name, run, part: number };
    parts.push(
      part.kind === "copied"
        ? await planCopiedPart(trx, part, scope, rowsTo(number))
        : await planComputedPart(trx, part, scope, { record }),
    );
  }
  return {
    backfill: backfill.name,
    hash: planHash(backfill, parts),
    counts: countAll(backfill, parts),
    figures: await readFigures(trx, backfill),
    estimateSeconds: await estimateSeconds(trx, backfill, parts),
    parts,
  };
}

function countAll(backfill: Backfill, parts: readonly PartPlan[]): Record<string, number> {
  const counts: Record<string, number> = { rows: 0, toFill: 0 };
  const add = (label: string, count: number) => {
    counts[label] = (counts[label] ?? 0) + count;
  };
  for (const [number, plan] of parts.entries()) {
    const part = backfill.parts[number];
    add("rows", plan.rows);
    add("toFill", plan.toWrite);
    if (part?.kind === "copied") {
      for (const [name, { countedAs }] of Object.entries(part.columns)) {
        if (countedAs !== undefined) add(countedAs, plan.columns[name] ?? 0);
      }
    }
    add("alreadyFilled", plan.complete);
    for (const problem of Object.keys(backfill.problems)) add(problem, plan.problems[problem]?.rows ?? 0);
    for (const [label, count] of Object.entries(plan.remarks)) add(label, count);
  }
  return counts;
}

/** Each figure is one statement. */
async function readFigures(trx: Knex, { figures }: Backfill): Promise<Record<string, number>> {
  const read: Record<string, number> = {};
  for (const [label, sql] of Object.entries(figures)) {
    const { rows } = await trx.raw(`SELECT (${sql})::bigint AS figure`);
    read[label] = Number(rows[0].figure);
  }
  return read;
}

async function estimateSeconds(
  trx: Knex.Transaction,
  { schema, name }: Backfill,
  parts: readonly PartPlan[],
): Promise<number> {
  const { rows } = await trx.raw(
    `SELECT sum(written)::bigint AS written,
       extract(epoch FROM sum(ended - begun))::double precision AS seconds FROM
       (SELECT sum(written) AS written, max(committed_at) AS ended,
          min(committed_at - duration_ms * interval '1 ms') AS begun
        FROM ${schema}.data_backfill_batches WHERE backfill = :name GROUP BY run) AS run`,
    { name },
  );
  const { written, seconds } = rows[0];
  const rowSeconds = written > 0 && seconds > 0 ? seconds / written : ROW_MS / 1_000;
  return parts.reduce((sum, { toWrite }) => sum + toWrite, 0) * rowSeconds;
}
