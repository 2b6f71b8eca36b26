import type { Knex } from "knex";
import { appendToChains } from "../audit/append-audit-events.ts";
import type { BackfillPart } from "./backfill.ts";
import { BackfillError } from "./backfill-error.ts";
import { type Batch, type Effect, type PartWriter, RowsChangedError, skipAll } from "./batch.ts";
import type { BatchDuration } from "./batch-size.ts";
import { stretchBindings, withinStretch } from "./keys.ts";
import type { Pace } from "./pace.ts";
import type { BackfillState } from "./register.ts";
import type { Claim, RemainingWork } from "./remaining-work.ts";
import type { Run } from "./run-batches.ts";
import type { Runner } from "./runner.ts";
import { computedPartWriter } from "./write-computed-part.ts";
import { copiedPartWriter } from "./write-copied-part.ts";

/** Who does batches of what. */
export type Commit = { readonly runner: Runner; readonly run: Run; readonly pace: Pace };

/**
 * Does one batch in one transaction: its rows, their audit and the record that they are done. At most eight statements with BEGIN
 * and COMMIT, however many rows and organizations.
 *
 * @returns the backfill's state when it was committed, which an operator may have changed, and how long it took
 * @throws RowsChangedError when rows are no longer as they were planned; BackfillError `busy` when another runner took over
 */
export async function commitBatch(
  { runner, run, pace }: Commit,
  claim: Claim,
  { patient, floor }: { patient: boolean; floor: ReturnType<RemainingWork["floor"]> },
): Promise<BatchDuration & { state: BackfillState }> {
  const begun = performance.now();
  let writingMs = 0;
  const state = await runner.db.transaction(async (trx) => {
    await limitTime(trx, pace, patient);
    const at = new Date();
    const writingBegun = performance.now();
    const effects = claim.rows === 0 ? [] : await writePart(trx, { runner, run, claim, at });
    writingMs = performance.now() - writingBegun;
    const written = effects.reduce((sum, effect) => sum + effect.rows, 0);
    if (run.activity === "apply" && written < claim.rows) throw new RowsChangedError();
    const number = run.nextBatch();
    await auditEffects(trx, { runner, run, claim, at }, effects, number);
    return recordBatch(trx, { runner, run, claim, at }, { number, written, effects, floor, begun });
  });
  return { state, writingMs, totalMs: performance.now() - begun };
}

/**
 * Marks the rows of a claim that cannot be written as planned, and counts them in the register. One transaction.
 *
 * An undo looks at what is there by itself; what it cannot take back is a value that another row has meanwhile, found by
 * halving down to that row.
 */
export async function skipChangedRows({ runner, run }: Commit, claim: Claim): Promise<number> {
  if (run.activity === "undo" && claim.rows > 1) return 0;
  return runner.db.transaction(async (trx) => {
    const batch = batchOf(trx, { runner, run, claim, at: new Date() });
    const skipped =
      run.activity === "apply" ? await writerOf(partOf(run, claim)).skipChanged(batch) : await skipAll(batch);
    await trx.raw(
      `UPDATE ${run.backfill.schema}.data_backfills
       SET counts = counts || jsonb_build_object('skipped', COALESCE((counts ->> 'skipped')::bigint, 0) + :skipped)
       WHERE name = :name`,
      { name: run.backfill.name, skipped },
    );
    return skipped;
  });
}

type Work = { runner: Runner; run: Run; claim: Claim; at: Date };

function partOf(run: Run, claim: Claim): BackfillPart {
  const part = run.backfill.parts[claim.part];
  if (part === undefined) throw new RangeError(`${run.backfill.name} has no part ${claim.part}`);
  return part;
}

function writerOf(part: BackfillPart): PartWriter {
  return part.kind === "copied" ? copiedPartWriter(part) : computedPartWriter(part);
}

function batchOf(trx: Knex.Transaction, { runner, run, claim, at }: Work): Batch {
  const part = partOf(run, claim);
  const { schema, name } = run.backfill;
  const context = {
    backfill: name,
    activity: run.activity,
    run: run.number,
    userId: runner.userId,
    requestId: requestIdOf(run),
    at,
  };
  return {
    trx,
    scope: { schema, backfill: name, run: run.number, part: claim.part },
    stretch: claim,
    rows: claim.rows,
    note: part.kind === "copied" ? part.note.entry(context) : {},
  };
}

function writePart(trx: Knex.Transaction, work: Work): Promise<Effect[]> {
  return writerOf(partOf(work.run, work.claim))[work.run.activity](batchOf(trx, work));
}

/** A run is to its audit events what a request is to those of a service. */
function requestIdOf({ backfill, number }: Run): string {
  return `backfill-${backfill.name}-${number}`;
}

/**
 * The rows are few and known by key: whatever the planner believes of the tables, indexes are the way to them, and compiling
 * costs more than it saves. One statement, for this transaction only.
 */
async function limitTime(trx: Knex.Transaction, pace: Pace, patient: boolean): Promise<void> {
  await trx.raw(
    `SELECT set_config('lock_timeout', :lockTimeout, true), set_config('statement_timeout', :batchTimeout, true),
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`,
    {
      lockTimeout: `${pace.lockTimeoutMs}ms`,
      batchTimeout: `${patient ? 0 : pace.batchTimeoutMs}ms`,
    },
  );
}

/** One event for each organization of the batch. Late in the transaction, as others of the organization wait from here on. */
async function auditEffects(
  trx: Knex.Transaction,
  { runner, run, claim, at }: Work,
  effects: readonly Effect[],
  batch: number,
): Promise<void> {
  const events = effects.map(({ organizationId, ...effect }) => {
    const facts = {
      backfill: run.backfill.name,
      run: run.number,
      batch,
      table: partOf(run, claim).table,
      ...effect,
    };
    const action = run.activity === "apply" ? "backfill.applied" : "backfill.undone";
    return [organizationId, [{ action, entityType: "backfill", after: facts }]] as const;
  });
  await appendToChains(
    trx,
    {
      schema: run.backfill.schema,
      actor: { userId: runner.userId, roles: ["operator"] },
      requestId: requestIdOf(run),
      at,
    },
    new Map(events),
  );
}

type Outcome = {
  number: number;
  written: number;
  effects: readonly Effect[];
  floor: ReturnType<RemainingWork["floor"]>;
  begun: number;
};

/** One statement: the stretch is done (or its record taken away, when it was undone), and the register says so. */
async function recordBatch(
  trx: Knex.Transaction,
  { runner, run, claim }: Work,
  { number, written, effects, floor, begun }: Outcome,
): Promise<BackfillState> {
  const { schema, name } = run.backfill;
  const stretch =
    run.activity === "apply"
      ? `INSERT INTO ${schema}.data_backfill_batches (backfill, run, batch, part, after_organization_id, after_id,
           last_organization_id, last_id, written, duration_ms, committed_at)
         VALUES (:name, :run, :number, :part, :afterOrganizationId, :afterId, :lastOrganizationId, :lastId, :written,
           :durationMs, clock_timestamp())`
      : `DELETE FROM ${schema}.data_backfill_rows AS planned
         WHERE planned.backfill = :name AND planned.run = :run AND planned.part = :part AND ${withinStretch("planned")}`;
  const label = run.activity === "apply" ? "written" : "takenBack";
  const { rows } = await trx.raw(
    `WITH stretch AS (${stretch})
     UPDATE ${schema}.data_backfills
     SET cursor = :cursor::jsonb, heartbeat_at = clock_timestamp(), updated_at = clock_timestamp(), waiting_for = NULL,
       counts = counts || jsonb_build_object(
         '${label}', COALESCE((counts ->> '${label}')::bigint, 0) + :written,
         'changedSince', COALESCE((counts ->> 'changedSince')::bigint, 0) + :changedSince),
       timings = timings || jsonb_build_object(
         'batches', COALESCE((timings ->> 'batches')::bigint, 0) + 1,
         'batchMs', COALESCE((timings ->> 'batchMs')::bigint, 0) + :durationMs)
     WHERE name = :name AND runner_id = :runnerId
     RETURNING state`,
    {
      name,
      run: run.number,
      number,
      part: claim.part,
      ...stretchBindings(claim),
      written,
      changedSince: effects.reduce((sum, effect) => sum + effect.changedSince, 0),
      durationMs: Math.round(performance.now() - begun),
      cursor: floor === null ? null : JSON.stringify({ part: floor.part, ...floor.after }),
      runnerId: runner.id,
    },
  );
  const [register] = rows;
  if (register === undefined) {
    throw new BackfillError("busy", `Another runner has taken ${name} over; this batch is taken back.`);
  }
  return register.state;
}
