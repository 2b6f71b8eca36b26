import { hash } from "node:crypto";
import type { Knex } from "knex";
import { canonicalJson } from "../audit/canonical-json.ts";
import type { CopiedPart } from "./backfill.ts";
import { measureRows } from "./copied-part-sql.ts";

/** Which versions of rows a look at the database saw. */
export type SeenVersions = {
  /** Equal to another one: both looks saw the same versions of the same rows, and would compute the same of them. */
  readonly fingerprint: string;
  /** Transactions from this one on were not seen. */
  readonly nextTransaction: string;
};

/** PostgreSQL's transaction ids repeat after 2^32; half of that is far enough from taking a new version for an old one. */
const MOST_TRANSACTIONS = 2n ** 31n;

/** Settings that change what the same SQL gives. */
const SETTINGS = [
  "DateStyle",
  "IntervalStyle",
  "TimeZone",
  "bytea_output",
  "extra_float_digits",
  "row_security",
  "search_path",
];

/**
 * Which versions of rows the caller's transaction sees in every table that these parts are planned from. Reads no value: a row
 * that was written has another `xmin` or lies elsewhere, whatever it holds. One statement, and with it one moment, after one
 * for each part that reads nothing but asks which tables those are.
 *
 * Also decisive: the SQL of the parts, the columns' definitions, settings, and the server's run. A copy of the database, a
 * restored backup or a server that was started again may have given the same transaction ids to other writes; there is no need
 * to tell when they are taken for different. That SQL must not call functions that read tables or the clock by themselves.
 */
export async function seeVersions(
  trx: Knex.Transaction,
  parts: readonly CopiedPart[],
): Promise<SeenVersions> {
  const tables = await tablesOf(trx, parts);
  const { rows } = await trx.raw(
    `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS "nextTransaction",
       jsonb_build_object(
         'system', (SELECT system_identifier::text FROM pg_control_system()), 'version', version(),
         'started', extract(epoch FROM pg_postmaster_start_time())::text,
         'database', (SELECT oid FROM pg_database WHERE datname = current_database()), 'user', current_user,
         'settings', (SELECT jsonb_object_agg(name, setting) FROM pg_settings WHERE name IN (${SETTINGS.map((name) => `'${name}'`).join(", ")}))
       ) AS server,
       jsonb_build_array(${tables.map(versionsOf).join(", ")}) AS versions`,
  );
  const [{ nextTransaction, server, versions }] = rows;
  const statements = parts.map((part) => measureRows(part, undefined));
  return {
    fingerprint: hash("sha256", canonicalJson({ statements, tables, server, versions })),
    nextTransaction,
  };
}

/** Whether nothing at all was written to what was seen, from one look to a later one. */
export function sawTheSame(earlier: SeenVersions, later: SeenVersions): boolean {
  if (earlier.fingerprint !== later.fingerprint) return false;
  const passed = BigInt(later.nextTransaction) - BigInt(earlier.nextTransaction);
  return passed >= 0n && passed < MOST_TRANSACTIONS;
}

function versionsOf(table: string): string {
  const name = `'${table.replaceAll("'", "''")}'::regclass`;
  return `(SELECT jsonb_build_object('table', ${name}::oid, 'rows', count(*),
      'versions', bit_xor(hash_record_extended(ROW(seen.tableoid, seen.ctid, seen.xmin), 0))::text,
      'columns', (SELECT bit_xor(hash_record_extended(ROW(attnum, xmin), 0))::text FROM pg_attribute WHERE attrelid = ${name}))
    FROM ${table} AS seen)`;
}

/** The tables that the parts' SQL reads, as PostgreSQL itself resolves it. */
async function tablesOf(trx: Knex.Transaction, parts: readonly CopiedPart[]): Promise<string[]> {
  const tables = new Set<string>();
  for (const part of parts) {
    const { rows } = await trx.raw(`EXPLAIN (VERBOSE, FORMAT JSON) ${measureRows(part, undefined)}`);
    for (const table of scannedIn(rows[0]["QUERY PLAN"])) tables.add(table);
  }
  return [...tables].sort();
}

function scannedIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { Schema: schema, "Relation Name": relation } = node as Record<string, unknown>;
  const own =
    typeof schema === "string" && typeof relation === "string"
      ? [`${quoted(schema)}.${quoted(relation)}`]
      : [];
  return [...own, ...Object.values(node).flatMap(scannedIn)];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
