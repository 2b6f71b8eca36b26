import type { BackfillApi, BackfillState } from "@vivero/contracts";
import type { Database } from "../connection/open-database.ts";
import type { Schema } from "../migrator/migration-files.ts";

type Row = {
  name: string;
  state: BackfillState["state"];
  activity: "apply" | "undo";
  run: number;
  counts: Partial<Record<"planned" | "written" | "takenBack" | "skipped", number>>;
  started_at: Date | null;
  finished_at: Date | null;
  started_by: string | null;
};

/**
 * What the service that owns a schema tells operators of its backfills: from the register alone, which is of the whole
 * installation and holds no organization's data.
 */
export function createBackfillApi(database: Pick<Database, "tenant">, schema: Schema): BackfillApi {
  return {
    listBackfills: ({ actor: { organizationId } }) =>
      database.tenant(organizationId, async (trx) => {
        const { rows } = await trx.raw<{ rows: Row[] }>(
          `SELECT name, state, activity, run, counts, started_at, finished_at, started_by
           FROM ${schema}.data_backfills ORDER BY started_at DESC NULLS LAST, name`,
        );
        return { items: rows.map((row) => toState(row, schema)) };
      }),
  };
}

function toState(row: Row, schema: Schema): BackfillState {
  const { planned = 0, written = 0, takenBack = 0, skipped = 0 } = row.counts;
  return {
    name: row.name,
    service: `${schema}-service`,
    state: row.state,
    activity: row.run > 0 ? row.activity : null,
    counts: { planned, done: row.activity === "undo" ? takenBack : written, skipped },
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    startedBy: row.started_by,
  };
}
