import type { Knex } from "knex";
import { createEntityTable, dropEntityTable } from "../entity-table.ts";

export async function up(trx: Knex): Promise<void> {
  await createEntityTable(trx, {
    table: "skills",
    parent: { column: "competency_id", table: "competencies" },
  });
}

export async function down(trx: Knex): Promise<void> {
  await dropEntityTable(trx, "skills");
}
