import { type FileHandle, open } from "node:fs/promises";
import type { Knex } from "knex";
import { allCopied, type Backfill, type CopiedPart } from "./backfill.ts";
import { digestList, digestOfRows, listedColumns } from "./copied-part-sql.ts";
import { KEPT_FORMAT, type KeptPage, type KeptPlan } from "./keep-plan.ts";
import type { Plan } from "./plan.ts";
import { planFile } from "./plan-folder.ts";
import { planHash } from "./plan-hash.ts";
import { sawTheSame, seeVersions } from "./seen-versions.ts";

/** More than a plan's last line takes. */
const LAST_LINE_BYTES = 256 * 1024;

/** About as much as a line with a page of rows takes. */
const CHUNK_BYTES = 1024 * 1024;

type Approval = {
  /** The hash that was approved. */
  readonly approved: string;
  readonly run: number;
  /** Where plans are kept. */
  readonly folder: string;
  /** Other connections of the same database, on which the rows are held against the hash while they are stored. */
  readonly beside: Knex;
};

/**
 * Stores the rows of the approved plan as those of `run` without looking for them again, where that is sure to come to the same:
 * the plan was kept when it was made, nothing at all was written since to any table that it was made from, and the rows that were
 * kept are those of the approved hash, which is computed from them.
 *
 * Only for backfills that copy and do no more: what TypeScript computes may come out differently in another version of it.
 *
 * Within the caller's transaction, whose moment is that of one statement here. A statement for each page of rows.
 *
 * @returns what it is about; undefined, and nothing is stored, where the plan has to be made again to be compared
 */
export async function takeKeptPlan(
  trx: Knex.Transaction,
  backfill: Backfill,
  { approved, run, folder, beside }: Approval,
): Promise<Pick<Plan, "counts"> | undefined> {
  const parts = allCopied(backfill);
  if (parts === undefined) return undefined;
  const handle = await open(await planFile(trx, folder, backfill)).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const kept = await readLastLine(handle);
    if (kept?.hash !== approved || planHash(backfill, kept.parts) !== approved) return undefined;
    if (!sawTheSame(kept.seen, await seeVersions(trx, parts))) return undefined;
    return await storeRows(trx, backfill, { handle, kept, parts, run, beside });
  } finally {
    await handle.close();
  }
}

/** Of a file that was cut off or is none of ours: undefined. */
async function readLastLine(handle: FileHandle): Promise<KeptPlan | undefined> {
  const { size } = await handle.stat();
  const length = Math.min(size, LAST_LINE_BYTES);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  const text = buffer.toString("utf8");
  const line = text.slice(text.lastIndexOf("\n", text.length - 2) + 1);
  try {
    const kept = JSON.parse(line) as Partial<KeptPlan> | null;
    return kept?.format === KEPT_FORMAT && Array.isArray(kept.parts) && kept.seen
      ? (kept as KeptPlan)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The file does not hold what its last line says. */
class NotTheApprovedRows extends Error {}

/** Damaged text shows as such, as no JSON, or as what PostgreSQL takes for no array of numbers or the same row twice. */
function isOfTheFile(error: unknown): boolean {
  if (error instanceof NotTheApprovedRows || error instanceof SyntaxError) return true;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("22") || code === "23505";
}

type Storing = {
  handle: FileHandle;
  kept: KeptPlan;
  parts: readonly CopiedPart[];
  run: number;
  beside: Knex;
};

/** In a savepoint: rows that are not those of the hash are taken back. */
async function storeRows(
  trx: Knex.Transaction,
  backfill: Backfill,
  { handle, kept, parts, run, beside }: Storing,
): Promise<Pick<Plan, "counts"> | undefined> {
  try {
    await trx.transaction(async (inner) => {
      const digests = new Map<number, bigint>();
      for await (const line of linesOf(handle)) {
        const page = JSON.parse(line) as KeptPage | KeptPlan | null;
        if (page === null || typeof page !== "object") throw new NotTheApprovedRows();
        if (!("part" in page)) break;
        const part = parts[page.part];
        if (part === undefined) throw new NotTheApprovedRows();
        const [digest] = await Promise.all([
          digestOfPage(beside, part, page),
          storePage(inner, part, { backfill, page, run }),
        ]);
        digests.set(page.part, (digests.get(page.part) ?? 0n) ^ digest);
      }
      for (const [number, { digest }] of kept.parts.entries()) {
        if (BigInt(digest || 0) !== (digests.get(number) ?? 0n)) throw new NotTheApprovedRows();
      }
    });
    // Counts are for reading, and no part of the hash; how much there is to do is.
    return { counts: { ...kept.counts, toFill: kept.parts.reduce((sum, { toWrite }) => sum + toWrite, 0) } };
  } catch (error) {
    if (isOfTheFile(error)) return undefined;
    throw error;
  }
}

/** Line by line, with no more of the file in memory than a line and a bit. */
async function* linesOf(handle: FileHandle): AsyncGenerator<string> {
  let begun = "";
  for await (const chunk of handle.createReadStream({
    start: 0,
    autoClose: false,
    encoding: "utf8",
    highWaterMark: CHUNK_BYTES,
  })) {
    const lines = `${begun}${chunk}`.split("\n");
    begun = lines.pop() ?? "";
    yield* lines;
  }
  if (begun !== "") yield begun;
}

/** One page, as SQL over its columns' arrays, and what they are bound to. */
function listedRows(part: CopiedPart, { columns: values }: KeptPage) {
  const columns = listedColumns(part);
  if (columns.length !== values?.length) throw new NotTheApprovedRows();
  return {
    sql: `unnest(${columns.map(([name, type]) => `:${name}::${type}[]`).join(", ")})
      AS page (${columns.map(([name]) => name).join(", ")})`,
    bindings: Object.fromEntries(columns.map(([name], index) => [name, values[index]])),
  };
}

/** The rows' part of the digest over all rows. */
async function digestOfPage(db: Knex, part: CopiedPart, page: KeptPage): Promise<bigint> {
  const { sql, bindings } = listedRows(part, page);
  const { rows } = await db.raw(
    `SELECT COALESCE(${digestOfRows(digestList(part))}, 0)::text AS digest FROM ${sql}`,
    bindings,
  );
  return BigInt(rows[0].digest);
}

async function storePage(
  trx: Knex.Transaction,
  part: CopiedPart,
  { backfill: { schema, name }, page, run }: { backfill: Backfill; page: KeptPage; run: number },
): Promise<void> {
  const { sql, bindings } = listedRows(part, page);
  await trx.raw(
    `INSERT INTO ${schema}.data_backfill_rows
       (organization_id, id, backfill, part, run, source_id, source_xmin, digests)
     SELECT organization_id, id, :backfill, :part, :run, source_id, source_xmin, ${digestList(part)} FROM ${sql}`,
    { backfill: name, part: page.part, run, ...bindings },
  );
}
