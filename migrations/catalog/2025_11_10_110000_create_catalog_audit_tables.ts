import type { Knex } from "knex";
import { createAuditTables, dropAuditTables } from "../audit-tables.ts";

export async function up(trx: Knex): Promise<void> {
  await createAuditTables(trx, "catalog");
}

export async function down(trx: Knex): Promise<void> {
  await dropAuditTables(trx, "catalog");
}
