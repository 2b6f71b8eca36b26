import { type EntityType, ViveroError } from "@vivero/contracts";

/** The entity that a page ended with; in a ranked list, with its score. */
export interface SearchCursor {
  readonly id: number;
  readonly score: number | null;
}

/** The opaque cursor of such a page. The kind is in it, so that it cannot continue another list. */
export function writeSearchCursor(type: EntityType, id: number, score: number | null): string {
  const parts = score === null ? [type, id] : [type, id, score];
  return Buffer.from(parts.join(":")).toString("base64url");
}

/**
 * Where the page before ended.
 * @throws ViveroError INVALID_REQUEST for anything that such a page did not give
 */
export function readSearchCursor(
  type: EntityType,
  cursor: string,
  { isRanked }: { isRanked: boolean },
): SearchCursor {
  const [, id, score] = Buffer.from(cursor, "base64url").toString("latin1").split(":");
  const read = { id: Number(id), score: isRanked ? Number(score) : null };
  const isWhole = Number.isSafeInteger(read.id) && read.id > 0 && Number.isSafeInteger(read.score ?? 0);
  if (isWhole && writeSearchCursor(type, read.id, read.score) === cursor) return read;
  throw new ViveroError("INVALID_REQUEST", "The cursor is not one of this list; start again without it.", {
    details: { errors: [{ path: "cursor", message: "must be the nextCursor of the page before" }] },
  });
}
