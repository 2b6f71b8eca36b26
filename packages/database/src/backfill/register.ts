import type { Knex } from "knex";
import type { Activity, Backfill } from "./backfill.ts";
import type { Key, Stretch } from "./keys.ts";

export type BackfillState = "pending" | "running" | "paused" | "cancelled" | "failed" | "finished";

/** A backfill's row in `data_backfills`. */
export type Register = {
  readonly name: string;
  readonly state: BackfillState;
  readonly activity: Activity;
  readonly run: number;
  readonly planHash: string | null;
  readonly columns: readonly (readonly string[])[] | null;
  /** All before this is done; null before the first batch and when nothing is left. */
  readonly cursor: ({ part: number } & Key) | null;
  /** Of the latest run: `planned`, `written`, `skipped`, `takenBack`, `changedSince`. */
  readonly counts: Readonly<Record<string, number>>;
  /** `batches` and the milliseconds spent in them. */
  readonly timings: { readonly batches?: number; readonly batchMs?: number };
  readonly runner: string | null;
  readonly heartbeatAt: Date | null;
  readonly startedBy: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly waitingFor: string | null;
  readonly lastError: { readonly message: string } | null;
};

/** Whether a run was begun and has neither ended nor been given up: something to go on with. */
export function isUnfinished({ state }: Pick<Register, "state">): boolean {
  return state === "running" || state === "paused" || state === "failed";
}

/** One statement. */
export async function readRegister(
  db: Knex,
  { schema, name }: Pick<Backfill, "schema" | "name">,
): Promise<Register | undefined> {
  const { rows } = await db.raw(
    `SELECT name, state, activity, run, plan_hash AS "planHash", columns, cursor, counts, timings, runner,
       heartbeat_at AS "heartbeatAt", started_by AS "startedBy", started_at AS "startedAt", finished_at AS "finishedAt",
       waiting_for AS "waitingFor", last_error AS "lastError"
     FROM ${schema}.data_backfills WHERE name = :name`,
    { name },
  );
  return rows[0];
}

/** The stretches of a run that are committed. One statement. */
export async function readDoneStretches(
  db: Knex,
  { schema, name }: Pick<Backfill, "schema" | "name">,
  run: number,
): Promise<Stretch[]> {
  const { rows } = await db.raw(
    `SELECT part, after_organization_id, after_id, last_organization_id, last_id
     FROM ${schema}.data_backfill_batches WHERE backfill = :name AND run = :run`,
    { name, run },
  );
  return rows.map((row: Record<string, number>) => ({
    part: Number(row.part),
    after: { organizationId: Number(row.after_organization_id), id: Number(row.after_id) },
    last: { organizationId: Number(row.last_organization_id), id: Number(row.last_id) },
  }));
}

/** What changes in the register; absent: stays. Column names are those of {@link COLUMNS}. */
export type RegisterChange = Partial<{
  state: BackfillState;
  activity: Activity;
  run: number;
  planHash: string | null;
  columns: readonly (readonly string[])[];
  cursor: null;
  counts: Readonly<Record<string, number>>;
  timings: object;
  runner: string | null;
  runnerId: string | null;
  startedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
  waitingFor: string | null;
  lastError: object | null;
}>;

/** What a run that begins has of its own in the register: who and when, and nothing of the run before. */
export function begunBy(startedBy: string, startedAt: Date): RegisterChange {
  return {
    state: "running",
    cursor: null,
    timings: {},
    startedBy,
    startedAt,
    finishedAt: null,
    waitingFor: null,
    lastError: null,
  };
}

const COLUMNS: Record<keyof RegisterChange, string> = {
  state: "state = :state",
  activity: "activity = :activity",
  run: "run = :run",
  planHash: "plan_hash = :planHash",
  columns: "columns = :columns::jsonb",
  cursor: "cursor = :cursor::jsonb",
  counts: "counts = :counts::jsonb",
  timings: "timings = :timings::jsonb",
  runner: "runner = :runner",
  runnerId: "runner_id = :runnerId",
  startedBy: "started_by = :startedBy",
  startedAt: "started_at = :startedAt",
  finishedAt: "finished_at = :finishedAt",
  waitingFor: "waiting_for = :waitingFor",
  lastError: "last_error = :lastError::jsonb",
};

/**
 * Changes the register, and says whether it did: with `onlyWhile`, only in one of those states. One statement.
 */
export async function changeRegister(
  db: Knex,
  { schema, name }: Pick<Backfill, "schema" | "name">,
  change: RegisterChange,
  onlyWhile?: readonly BackfillState[],
): Promise<boolean> {
  const keys = Object.keys(change) as (keyof RegisterChange)[];
  const bindings = Object.fromEntries(
    keys.map((key) => {
      const value = change[key];
      const isJson = COLUMNS[key].endsWith("::jsonb");
      return [key, isJson && value !== null ? JSON.stringify(value) : value];
    }),
  );
  const { rowCount } = await db.raw(
    `UPDATE ${schema}.data_backfills
     SET ${[...keys.map((key) => COLUMNS[key]), "heartbeat_at = now()", "updated_at = now()"].join(", ")}
     WHERE name = :name ${onlyWhile === undefined ? "" : "AND state = ANY(:onlyWhile)"}`,
    { ...bindings, name, ...(onlyWhile === undefined ? {} : { onlyWhile }) },
  );
  return rowCount > 0;
}

/** Makes the register of a backfill that no migration has registered. One statement. */
export async function ensureRegister(
  db: Knex,
  { schema, name }: Pick<Backfill, "schema" | "name">,
): Promise<void> {
  await db.raw(`INSERT INTO ${schema}.data_backfills (name) VALUES (:name) ON CONFLICT (name) DO NOTHING`, {
    name,
  });
}
