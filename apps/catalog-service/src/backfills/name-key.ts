import type { Backfill, ComputedPart, Proposal, Query, ReadRow } from "@vivero/database";
import { ENTITY_KINDS, type EntityKind } from "../entity-kinds.ts";
import { nameKey } from "../name-key.ts";

/** As the tables check it. */
const MOST_KEY_BYTES = 2_600;

/**
 * Recomputes `name_key` of the whole tree from the names, for when the rule of {@link nameKey} changes. Two active entities of
 * an organization whose names become one are not merged and none is changed silently: the first keeps or gets the key, the
 * other is reported with the entity that it would collide with.
 */
export const nameKeyBackfill: Backfill = {
  name: "name-key",
  schema: "catalog",
  parts: ENTITY_KINDS.map(recomputeKeys),
  problems: {
    nameTaken: "another active entity of the organization has the key that it should get: merge the two",
    withoutKey: "its name leaves no key, or one that is too long",
  },
  figures: Object.fromEntries(
    ENTITY_KINDS.map(({ table }) => [table, `SELECT count(*) FROM catalog.${table}`]),
  ),
};

function recomputeKeys({ table }: EntityKind): ComputedPart {
  return {
    kind: "computed",
    table: `catalog.${table}`,
    reads: ["name", "status"],
    writes: ["name_key"],
    startProposing: () => {
      const claims = new KeyClaims();
      return (rows, query) => proposeKeys(`catalog.${table}`, rows, { query, claims });
    },
    inTheWay: `target.status = 'active' AND EXISTS (SELECT FROM catalog.${table} AS other
      WHERE other.organization_id = target.organization_id AND other.name_key = work.proposed[1]
        AND other.status = 'active' AND other.id <> target.id)`,
  };
}

/** Which row of an organization was promised which key; organizations come one after the other. */
class KeyClaims {
  #organizationId = 0;
  #idByKey = new Map<string, number>();

  /** The row that has the key; this one from now on, when nobody had it. */
  claim({ organizationId, id }: ReadRow, key: string): number {
    if (organizationId !== this.#organizationId) this.#idByKey.clear();
    this.#organizationId = organizationId;
    const holder = this.#idByKey.get(key) ?? id;
    this.#idByKey.set(key, holder);
    return holder;
  }
}

async function proposeKeys(
  table: string,
  rows: readonly ReadRow[],
  { query, claims }: { query: Query; claims: KeyClaims },
): Promise<Proposal[]> {
  const wanted = rows.map((row) => ({ row, key: nameKey(row.values.name ?? "") }));
  const moving = wanted.filter(
    ({ row, key }) => row.values.status === "active" && key !== row.values.name_key,
  );
  const holders = await findHolders(table, moving, query);
  return wanted.map(({ row, key }): Proposal => {
    if (key === row.values.name_key) return { values: { name_key: key } };
    if (key === "" || Buffer.byteLength(key) > MOST_KEY_BYTES) {
      return { problem: "withoutKey", detail: { bytes: Buffer.byteLength(key) } };
    }
    if (row.values.status !== "active") return { values: { name_key: key } };
    const holder = holders.get(`${row.organizationId} ${key}`) ?? claims.claim(row, key);
    return holder === row.id
      ? { values: { name_key: key } }
      : { problem: "nameTaken", detail: { mergeInto: holder } };
  });
}

/** The active rows that have these keys now; one statement a page that needs it. */
async function findHolders(
  table: string,
  moving: readonly { row: ReadRow; key: string }[],
  query: Query,
): Promise<Map<string, number>> {
  if (moving.length === 0) return new Map();
  const found = await query(
    `SELECT holder.organization_id AS "organizationId", holder.id, holder.name_key AS key
     FROM jsonb_to_recordset(:wanted::jsonb) AS wanted ("organizationId" bigint, key text)
     JOIN ${table} AS holder ON holder.organization_id = wanted."organizationId" AND holder.name_key = wanted.key
       AND holder.status = 'active'`,
    { wanted: JSON.stringify(moving.map(({ row, key }) => ({ organizationId: row.organizationId, key }))) },
  );
  return new Map(
    (found as { organizationId: number; id: number; key: string }[]).map(({ organizationId, id, key }) => [
      `${organizationId} ${key}`,
      id,
    ]),
  );
}
