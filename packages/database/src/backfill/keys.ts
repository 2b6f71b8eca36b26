/** The key of a row of a tenant table. Backfills walk rows in the order of these. */
export type Key = { readonly organizationId: number; readonly id: number };

/** Rows of one part: those after one key, up to and with another. */
export type Stretch = { readonly part: number; readonly after: Key; readonly last: Key };

/** Before every row: organizations count from 1. */
export const FIRST_KEY: Key = { organizationId: 0, id: 0 };
export const LAST_KEY: Key = { organizationId: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };

export function compareKeys(one: Key, other: Key): number {
  return one.organizationId - other.organizationId || one.id - other.id;
}

/** Orders by part, then by where they begin. */
export function compareStretches(one: Stretch, other: Stretch): number {
  return one.part - other.part || compareKeys(one.after, other.after);
}

/** Everything of `parts` tables that lies in none of these stretches, in order. */
export function gapsBetween(done: readonly Stretch[], parts: number): Stretch[] {
  const gaps: Stretch[] = [];
  for (let part = 0; part < parts; part++) {
    let after = FIRST_KEY;
    for (const stretch of done.filter((one) => one.part === part).sort(compareStretches)) {
      if (compareKeys(after, stretch.after) < 0) gaps.push({ part, after, last: stretch.after });
      if (compareKeys(after, stretch.last) < 0) after = stretch.last;
    }
    gaps.push({ part, after, last: LAST_KEY });
  }
  return gaps;
}

/** As SQL over rows of `alias`; the bindings are those of `stretchBindings`. */
export function withinStretch(alias: string): string {
  const key = `(${alias}.organization_id, ${alias}.id)`;
  return `${key} > (:afterOrganizationId::bigint, :afterId::bigint) AND ${key} <= (:lastOrganizationId::bigint, :lastId::bigint)`;
}

export function stretchBindings({ after, last }: Pick<Stretch, "after" | "last">) {
  return {
    afterOrganizationId: after.organizationId,
    afterId: after.id,
    lastOrganizationId: last.organizationId,
    lastId: last.id,
  };
}
