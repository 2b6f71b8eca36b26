import { DRAFT_LIMITS, type Draft, type DraftRequest } from "@vivero/contracts";
import type { Knex } from "knex";

type Trx = Knex.Transaction;

/** Whose drafts: nobody else sees them, the organization's own people included. */
export type DraftOwner = { organizationId: number; userId: number };

type Row = Omit<Draft, "updatedAt"> & { updatedAt: Date };

const COLUMNS = `id, step, request, redactions, updated_at AS "updatedAt"`;
const YOUNG = `updated_at > now() - make_interval(days => ${DRAFT_LIMITS.days})`;

const toDraft = (row: Row): Draft => ({ ...row, updatedAt: row.updatedAt.toISOString() });

/** A person's drafts, newest first. One statement. */
export async function listDrafts(trx: Trx, owner: DraftOwner) {
  const { rows } = await trx.raw<{
    rows: { id: string; step: number; companyName: string | null; updatedAt: Date }[];
  }>(
    `SELECT id, step, company_name AS "companyName", updated_at AS "updatedAt" FROM generation.generation_drafts
     WHERE organization_id = :organizationId AND user_id = :userId AND ${YOUNG}
     ORDER BY updated_at DESC, id LIMIT ${DRAFT_LIMITS.count}`,
    owner,
  );
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
}

/** One draft; undefined when it is absent, too old, or somebody else's. One statement. */
export async function findDraft(trx: Trx, owner: DraftOwner, draftId: string): Promise<Draft | undefined> {
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `SELECT ${COLUMNS} FROM generation.generation_drafts
     WHERE organization_id = :organizationId AND id = :draftId AND user_id = :userId AND ${YOUNG}`,
    { ...owner, draftId },
  );
  return rows[0] && toDraft(rows[0]);
}

/** Throws away what the organization's people have not touched for 90 days. One statement. */
export async function deleteOldDrafts(trx: Trx, { organizationId }: DraftOwner): Promise<void> {
  await trx.raw(
    `DELETE FROM generation.generation_drafts WHERE organization_id = :organizationId AND NOT (${YOUNG})`,
    { organizationId },
  );
}

/**
 * Saves a draft, new or again; undefined when its id is somebody else's. Three statements.
 * @returns it, and how many drafts the person has now, which is exact among concurrent saves: they wait for each other
 */
export async function upsertDraft(
  trx: Trx,
  owner: DraftOwner,
  draft: { draftId: string; step: number; request: DraftRequest; redactions: Draft["redactions"] },
): Promise<{ draft: Draft; count: number } | undefined> {
  await trx.raw("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))", {
    key: `generation_drafts ${owner.organizationId} ${owner.userId}`,
  });
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `INSERT INTO generation.generation_drafts AS stored
       (organization_id, id, user_id, step, company_name, request, redactions)
     VALUES (:organizationId, :draftId, :userId, :step, :companyName, :request, :redactions)
     ON CONFLICT (organization_id, id) DO UPDATE SET step = excluded.step, company_name = excluded.company_name,
       request = excluded.request, redactions = excluded.redactions, updated_at = clock_timestamp()
     WHERE stored.user_id = excluded.user_id
     RETURNING ${COLUMNS}`,
    {
      ...owner,
      draftId: draft.draftId,
      step: draft.step,
      companyName: draft.request.identity?.companyName?.trim() || null,
      request: JSON.stringify(draft.request),
      redactions: JSON.stringify(draft.redactions),
    },
  );
  if (!rows[0]) return undefined;
  const counted = await trx.raw<{ rows: { count: number }[] }>(
    `SELECT count(*)::integer AS count FROM generation.generation_drafts
     WHERE organization_id = :organizationId AND user_id = :userId`,
    owner,
  );
  return { draft: toDraft(rows[0]), count: counted.rows[0]?.count ?? 0 };
}

/** Whether there was one to delete. One statement. */
export async function deleteDraft(trx: Trx, owner: DraftOwner, draftId: string): Promise<boolean> {
  const { rowCount } = (await trx.raw(
    `DELETE FROM generation.generation_drafts
     WHERE organization_id = :organizationId AND id = :draftId AND user_id = :userId`,
    { ...owner, draftId },
  )) as { rowCount: number };
  return rowCount > 0;
}
