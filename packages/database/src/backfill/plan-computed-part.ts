import { createHash, type Hash } from "node:crypto";
import type { Knex } from "knex";
import type { ComputedPart, Proposal, ReadRow } from "./backfill.ts";
import { FIRST_KEY, type Key } from "./keys.ts";
import {
  type PartPlan,
  type ProblemRow,
  type RunScope,
  type SampleRow,
  SHOWN_PROBLEMS,
  SHOWN_SAMPLES,
} from "./plan.ts";

const PAGE_ROWS = 2_000;

/**
 * Reads every row of a part, a page at a time, and compares what it holds with what it should. With `record`, each row to
 * write is stored in `data_backfill_rows` with its values before and after. The memory it takes does not grow with the table.
 */
export async function planComputedPart(
  trx: Knex.Transaction,
  part: ComputedPart,
  scope: RunScope,
  { record }: { record: boolean },
): Promise<PartPlan> {
  const sum = startSum(part);
  const propose = part.startProposing();
  for (let after = FIRST_KEY, page = await readPage(trx, part, after); page.length > 0; ) {
    const proposals = await propose(page, async (sql, bindings) => (await trx.raw(sql, bindings)).rows);
    const changes = page.flatMap((row, index) => sum.add(row, proposals[index]));
    if (record && changes.length > 0) await recordChanges(trx, part, scope, changes);
    after = page.at(-1) ?? after;
    page = await readPage(trx, part, after);
  }
  return sum.plan();
}

async function readPage(trx: Knex.Transaction, part: ComputedPart, after: Key): Promise<ReadRow[]> {
  const columns = [...new Set([...part.reads, ...part.writes])];
  const { rows } = await trx.raw(
    `SELECT organization_id AS "organizationId", id,
       jsonb_build_object(${columns.map((name) => `'${name}', ${name}`).join(", ")}) AS values
     FROM ${part.table} WHERE (organization_id, id) > (:organizationId, :id)
     ORDER BY organization_id, id LIMIT ${PAGE_ROWS}`,
    after,
  );
  return rows;
}

type Change = { row: ReadRow; values: Readonly<Record<string, string | null>> };

/** Counts, digests and examples, one row at a time. */
function startSum(part: ComputedPart) {
  const digest = createHash("sha256");
  const columns = Object.fromEntries(part.writes.map((name) => [name, 0]));
  const problems = new Map<string, { rows: number; digest: Hash }>();
  const problemRows: ProblemRow[] = [];
  const samples: SampleRow[] = [];
  const counts = { rows: 0, toWrite: 0, complete: 0 };

  function addProblem({ organizationId, id }: ReadRow, problem: string, detail: object): void {
    const known = problems.get(problem) ?? { rows: 0, digest: createHash("sha256") };
    known.rows += 1;
    known.digest.update(`${organizationId}/${id} `);
    problems.set(problem, known);
    if (known.rows <= SHOWN_PROBLEMS) problemRows.push({ organizationId, id, problem, detail });
  }

  return {
    /** The change that the row needs, if any. */
    add(row: ReadRow, proposal: Proposal | undefined): Change[] {
      counts.rows += 1;
      if (proposal === undefined) throw new TypeError(`No proposal for a row of ${part.table}`);
      if ("problem" in proposal) {
        addProblem(row, proposal.problem, proposal.detail);
        return [];
      }
      const differing = part.writes.filter((name) => proposal.values[name] !== row.values[name]);
      if (differing.length === 0) {
        counts.complete += 1;
        return [];
      }
      counts.toWrite += 1;
      for (const name of differing) columns[name] = (columns[name] ?? 0) + 1;
      digest.update(JSON.stringify([row.organizationId, row.id, row.values, proposal.values]));
      if (samples.length < SHOWN_SAMPLES) samples.push(sampleOf(part, row, proposal.values));
      return [{ row, values: proposal.values }];
    },
    plan: (): PartPlan => ({
      table: part.table,
      ...counts,
      columns,
      problems: Object.fromEntries(
        [...problems].map(([problem, known]) => [
          problem,
          { rows: known.rows, digest: known.digest.digest("hex") },
        ]),
      ),
      remarks: {},
      problemRows,
      samples,
      digest: counts.toWrite === 0 ? "" : digest.digest("hex"),
    }),
  };
}

function sampleOf(part: ComputedPart, row: ReadRow, values: Change["values"]): SampleRow {
  const { organizationId, id } = row;
  return {
    organizationId,
    id,
    values: [
      ...part.reads.map((column) => ({
        column,
        before: row.values[column] ?? null,
        after: row.values[column] ?? null,
      })),
      ...part.writes.map((column) => ({
        column,
        before: row.values[column] ?? null,
        after: values[column] ?? null,
      })),
    ],
  };
}

async function recordChanges(
  trx: Knex.Transaction,
  part: ComputedPart,
  { schema, backfill, part: number, run }: RunScope,
  changes: readonly Change[],
): Promise<void> {
  const pick = (names: readonly string[], values: Change["values"]) =>
    names.map((name) => values[name] ?? null);
  const rows = changes.map(({ row, values }) => ({
    organization_id: row.organizationId,
    id: row.id,
    inputs: pick(part.reads, row.values),
    previous: pick(part.writes, row.values),
    proposed: pick(part.writes, values),
  }));
  await trx.raw(
    `INSERT INTO ${schema}.data_backfill_rows (organization_id, id, backfill, part, run, inputs, previous, proposed)
     SELECT organization_id, id, :backfill, :number, :run, inputs, previous, proposed
     FROM jsonb_to_recordset(:rows::jsonb) AS row
       (organization_id bigint, id bigint, inputs text[], previous text[], proposed text[])
     ORDER BY organization_id, id`,
    { backfill, number, run, rows: JSON.stringify(rows) },
  );
}
