import type { Knex } from "knex";
import { createEntityTable, dropEntityTable } from "../entity-table.ts";

export async function up(trx: Knex): Promise<void> {
  await createEntityTable(trx, { table: "capabilities", rating: "importance" });
}

export async function down(trx: Knex): Promise<void> {
  await dropEntityTable(trx, "capabilities");
}
