import type { Knex } from "knex";
import type { Schema } from "../migrator/migration-files.ts";
import { CHAIN_START, hashEvent } from "./event-hash.ts";
import { type AuditEventRow, toRecord } from "./list-audit-events.ts";

/**
 * How a chain was broken.
 *
 * - `missing`: the event of this sequence is not there.
 * - `changed`: the event no longer gives its hash.
 * - `unlinked`: the event is whole but does not follow the one before it: something was put in, taken out or replaced there.
 * - `reordered`: the event's id is not above the one before it, so that lists show another order.
 * - `head-missing`: there are events but no head.
 * - `head-mismatch`: the head names another hash than the last event has.
 * - `beyond-head`: there are events that the head does not know of.
 */
export type ChainBreak = {
  sequence: number;
  reason: "missing" | "changed" | "unlinked" | "reordered" | "head-missing" | "head-mismatch" | "beyond-head";
};

/** What verifying a chain found. */
export type ChainVerdict = {
  verified: boolean;
  /** Events read and found whole, counted up to the first break. */
  events: number;
  /** The head, its hash in hexadecimal; null for an organization without events. Noted elsewhere, it proves that nobody rebuilt the chain. */
  head: { sequence: number; hash: string } | null;
  firstBreak?: ChainBreak;
};

const PAGE_SIZE = 1_000;

/**
 * Recomputes an organization's chain from its first event to its head, with one page of rows in memory at a time.
 *
 * Locks nothing: events appended meanwhile lie beyond the head that was read, and are left to the next run. It cannot see
 * that somebody with the power to disable triggers recomputed every hash and the head: compare `head` with one noted before.
 */
export async function verifyAuditChain(trx: Knex, scope: ChainScope): Promise<ChainVerdict> {
  const { head, lastSequence } = await readEnds(trx, scope);
  const { events, firstBreak } = head === null ? withoutHead(lastSequence) : await walk(trx, scope, head);
  const beyond: ChainBreak | undefined =
    head !== null && lastSequence > head.sequence
      ? { sequence: head.sequence + 1, reason: "beyond-head" }
      : undefined;
  const found = firstBreak ?? beyond;
  return {
    verified: found === undefined,
    events,
    head: head === null ? null : { sequence: head.sequence, hash: head.hash.toString("hex") },
    ...(found === undefined ? {} : { firstBreak: found }),
  };
}

type ChainScope = { schema: Schema; organizationId: number; pageSize?: number };
type Head = { sequence: number; hash: Buffer };
type Link = { id: number; sequence: number; hash: Buffer };
type Walked = { events: number; firstBreak?: ChainBreak };

/** Head and last event in one statement, so that both are of one moment. */
async function readEnds(
  trx: Knex,
  { schema, organizationId }: ChainScope,
): Promise<{ head: Head | null; lastSequence: number }> {
  const { rows } = await trx.raw(
    `SELECT head.sequence, head.hash, last.sequence AS last_sequence
       FROM (SELECT COALESCE(max(sequence), 0) AS sequence FROM ${schema}.audit_events WHERE organization_id = :organizationId) AS last
       LEFT JOIN ${schema}.audit_chains AS head ON head.organization_id = :organizationId`,
    { organizationId },
  );
  const { sequence, hash, last_sequence } = rows[0];
  return {
    head: hash === null ? null : { sequence: Number(sequence), hash },
    lastSequence: Number(last_sequence),
  };
}

function withoutHead(lastSequence: number): Walked {
  return { events: 0, ...(lastSequence > 0 && { firstBreak: { sequence: 1, reason: "head-missing" } }) };
}

async function walk(trx: Knex, scope: ChainScope, head: Head): Promise<Walked> {
  let last: Link = { id: 0, sequence: 0, hash: CHAIN_START };
  const broken = (reason: ChainBreak["reason"]): Walked => ({
    events: last.sequence,
    firstBreak: { sequence: last.sequence + 1, reason },
  });
  while (last.sequence < head.sequence) {
    const rows = await readPage(trx, scope, last.sequence, head.sequence);
    for (const row of rows) {
      const reason = findBreak(scope, row, last);
      if (reason !== undefined) return broken(reason);
      last = { id: Number(row.id), sequence: Number(row.sequence), hash: row.hash };
    }
    if (rows.length === 0) return broken("missing");
  }
  if (last.hash.equals(head.hash)) return { events: last.sequence };
  return { events: last.sequence, firstBreak: { sequence: head.sequence, reason: "head-mismatch" } };
}

async function readPage(trx: Knex, scope: ChainScope, after: number, upTo: number): Promise<AuditEventRow[]> {
  return trx(`${scope.schema}.audit_events`)
    .select("*")
    .where("organization_id", scope.organizationId)
    .where("sequence", ">", after)
    .where("sequence", "<=", upTo)
    .orderBy("sequence")
    .limit(scope.pageSize ?? PAGE_SIZE);
}

function findBreak(scope: ChainScope, row: AuditEventRow, last: Link): ChainBreak["reason"] | undefined {
  const { id, hash, ...content } = toRecord(row, scope.schema);
  if (content.sequence !== last.sequence + 1) return "missing";
  const hashed = { ...content, organizationId: scope.organizationId };
  if (hashEvent(hashed, row.previous_hash).toString("hex") !== hash) return "changed";
  if (!row.previous_hash.equals(last.hash)) return "unlinked";
  return id > last.id ? undefined : "reordered";
}
