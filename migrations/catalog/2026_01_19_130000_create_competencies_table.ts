import type { Knex } from "knex";
import { createEntityTable, dropEntityTable } from "../entity-table.ts";

export async function up(trx: Knex): Promise<void> {
  await createEntityTable(trx, {
    table: "competencies",
    parent: { column: "capability_id", table: "capabilities" },
    rating: "required_level",
  });
}

export async function down(trx: Knex): Promise<void> {
  await dropEntityTable(trx, "competencies");
}
