import { type EntityType, ViveroError } from "@vivero/contracts";

/** The opaque cursor of a page that ended with this entity. The kind is in it, so that it cannot continue another list. */
export function writeSearchCursor(type: EntityType, id: number): string {
  return Buffer.from(`${type}:${id}`).toString("base64url");
}

/**
 * The id of the entity that the page before ended with.
 * @throws ViveroError INVALID_REQUEST for anything that such a page did not give
 */
export function readSearchCursor(type: EntityType, cursor: string): number {
  const id = Number(Buffer.from(cursor, "base64url").toString("latin1").slice(`${type}:`.length));
  if (Number.isSafeInteger(id) && id > 0 && writeSearchCursor(type, id) === cursor) return id;
  throw new ViveroError("INVALID_REQUEST", "The cursor is not one of this list; start again without it.", {
    details: { errors: [{ path: "cursor", message: "must be the nextCursor of the page before" }] },
  });
}
