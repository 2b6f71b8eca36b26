import type { Knex } from "knex";
import type { Backfill, CopiedPart } from "./backfill.ts";
import type { Key } from "./keys.ts";
import type { Plan, SampleRow } from "./plan.ts";
import { makePlan } from "./plan-backfill.ts";
import { requireReady } from "./require-ready.ts";

/**
 * - `not-filled`: a value that the source has is missing.
 * - `different`: a value that the backfill wrote, or that says it is copied from the source, is not what the source has.
 * - `not-noted`: the source that was used does not carry the note of it.
 * - `gone`: a row that the backfill wrote is no longer there.
 */
export type DifferenceKind = "not-filled" | "different" | "not-noted" | "gone";

export type Difference = Key & {
  readonly table: string;
  readonly kind: DifferenceKind;
  readonly column: string | null;
  readonly expected: unknown;
  readonly found: unknown;
};

export type Verification = {
  readonly backfill: string;
  readonly verified: boolean;
  /** Those of a plan made now: what is filled, what could be, what cannot. */
  readonly counts: Plan["counts"];
  readonly figures: Plan["figures"];
  /** How many of each kind there are. */
  readonly differences: Readonly<Record<DifferenceKind, number>>;
  /** The first ten, in order of table and key. */
  readonly first: readonly Difference[];
};

const SHOWN_DIFFERENCES = 10;

/**
 * Compares every filled row with its source, and counts what is not filled. Changes nothing: one read-only transaction.
 *
 * @throws BackfillError `not-ready`
 */
export async function verifyBackfill(db: Knex, backfill: Backfill): Promise<Verification> {
  await requireReady(db, backfill);
  return db.transaction(
    async (trx) => {
      const plan = await makePlan(trx, backfill, { run: 1, record: false });
      const totals: Record<DifferenceKind, number> = {
        "not-filled": 0,
        different: 0,
        "not-noted": 0,
        gone: 0,
      };
      const first: Difference[] = [];
      for (const [number, part] of backfill.parts.entries()) {
        const found =
          part.kind === "copied"
            ? await compareCopied(trx, backfill, { part, number })
            : fromPlan(plan.parts[number]);
        for (const kind of Object.keys(totals) as DifferenceKind[]) totals[kind] += found.totals[kind] ?? 0;
        first.push(...found.first);
      }
      return {
        backfill: backfill.name,
        verified: Object.values(totals).every((count) => count === 0),
        counts: plan.counts,
        figures: plan.figures,
        differences: totals,
        first: first.slice(0, SHOWN_DIFFERENCES),
      };
    },
    { isolationLevel: "repeatable read", readOnly: true },
  );
}

type Compared = { totals: Partial<Record<DifferenceKind, number>>; first: Difference[] };

/** What a plan would still write differs; a computed value has no other source than the row itself. */
function fromPlan(plan: Plan["parts"][number] | undefined): Compared {
  if (plan === undefined) return { totals: {}, first: [] };
  const first = plan.samples.flatMap(({ organizationId, id, values }: SampleRow) =>
    values
      .filter(({ before, after }) => before !== after)
      .map(({ column, before, after }) => ({
        table: plan.table,
        organizationId,
        id,
        kind: "different" as const,
        column,
        expected: after,
        found: before,
      })),
  );
  return { totals: { different: plan.toWrite }, first };
}

/** Two statements: which values differ, and what the first of them are. */
async function compareCopied(
  trx: Knex.Transaction,
  { schema, name }: Backfill,
  { part, number }: { part: CopiedPart; number: number },
): Promise<Compared> {
  const { rows } = await trx.raw(
    `WITH found AS MATERIALIZED (${findDifferences(part, schema)})
     SELECT (SELECT jsonb_object_agg(kind, count) FROM (SELECT kind, count(*) AS count FROM found GROUP BY kind) AS counted) AS totals,
       (SELECT jsonb_agg(jsonb_build_object('organizationId', organization_id, 'id', id, 'sourceId', source_id, 'kind', kind,
           'column', name) ORDER BY organization_id, id, kind, name) FROM
         (SELECT * FROM found ORDER BY organization_id, id, kind, name LIMIT ${SHOWN_DIFFERENCES}) AS few) AS first`,
    { name, number },
  );
  const { totals, first } = rows[0];
  return { totals: totals ?? {}, first: await readValues(trx, part, first ?? []) };
}

/**
 * A row for each difference. A row that the backfill wrote is held against the source that it was written from, any other
 * against the one that it stands to; of the latter only those count that say they are copies: what was there before stays.
 */
function findDifferences(part: CopiedPart, schema: string): string {
  const { table, alias } = part.source;
  const columns = Object.entries(part.columns);
  const checks = columns.flatMap(([name, { value }], index) => [
    `('not-filled', '${name}', target.${name} IS NULL AND (${value}) IS NOT NULL)`,
    `('different', '${name}', target.${name} IS NOT NULL AND target.${name} IS DISTINCT FROM (${value})
        AND (COALESCE(written.wrote_${index}, false) OR (written.id IS NULL AND ${part.claimsSource})))`,
  ]);
  return `
    WITH written AS MATERIALIZED (
      SELECT organization_id, id, max(source_id) AS source_id,
        ${columns.map((_, index) => `bool_or(digests[${index + 1}] IS NOT NULL) AS wrote_${index}`).join(", ")}
      FROM ${schema}.data_backfill_rows
      WHERE backfill = :name AND part = :number AND skipped IS NULL GROUP BY organization_id, id)
    SELECT target.organization_id, target.id, ${alias}.id AS source_id, check_of.kind, check_of.name
    FROM (${part.standing}) AS standing
    JOIN ${part.table} AS target ON target.organization_id = standing.organization_id AND target.id = standing.id
    LEFT JOIN written ON written.organization_id = target.organization_id AND written.id = target.id
    JOIN ${table} AS ${alias} ON ${alias}.organization_id = target.organization_id
      AND ${alias}.id = COALESCE(written.source_id, standing.source_id)
    CROSS JOIN LATERAL (VALUES ${checks.join(", ")},
      ('not-noted', NULL, written.id IS NOT NULL AND NOT (${part.note.present}))) AS check_of (kind, name, fails)
    WHERE check_of.fails AND (standing.problem IS NULL OR written.id IS NOT NULL)
    UNION ALL
    SELECT written.organization_id, written.id, written.source_id, 'gone', NULL
    FROM written LEFT JOIN ${part.table} AS target
      ON target.organization_id = written.organization_id AND target.id = written.id
    WHERE target.id IS NULL`;
}

type Located = {
  organizationId: number;
  id: number;
  sourceId: number;
  kind: DifferenceKind;
  column: string | null;
};

async function readValues(
  trx: Knex.Transaction,
  part: CopiedPart,
  located: readonly Located[],
): Promise<Difference[]> {
  const { table, alias } = part.source;
  const values = (write: (name: string, value: string) => string) =>
    Object.entries(part.columns)
      .map(([name, { value }]) => `'${name}', ${write(name, value)}`)
      .join(", ");
  const { rows } = await trx.raw(
    `SELECT located."organizationId", located.id, located.kind, located."column",
       jsonb_build_object(${values((_, value) => `to_jsonb(${value})`)}) -> located."column" AS expected,
       jsonb_build_object(${values((name) => `to_jsonb(target.${name})`)}) -> located."column" AS found
     FROM jsonb_to_recordset(:located::jsonb)
       AS located ("organizationId" bigint, id bigint, "sourceId" bigint, kind text, "column" text)
     LEFT JOIN ${part.table} AS target ON target.organization_id = located."organizationId" AND target.id = located.id
     LEFT JOIN ${table} AS ${alias} ON ${alias}.organization_id = located."organizationId" AND ${alias}.id = located."sourceId"
     ORDER BY 1, 2, 3, 4`,
    { located: JSON.stringify(located) },
  );
  return rows.map((row: Omit<Difference, "table">) => ({ table: part.table, ...row }));
}
