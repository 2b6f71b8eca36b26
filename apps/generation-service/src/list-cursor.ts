import { ViveroError } from "@vivero/contracts";

const PREFIX = "after:";

/** The opaque cursor behind the row with this id. */
export function writeIdCursor(id: number | undefined): string | null {
  return id === undefined ? null : Buffer.from(`${PREFIX}${id}`).toString("base64url");
}

/**
 * The id in a cursor.
 * @throws ViveroError INVALID_REQUEST when it is none of ours
 */
export function readIdCursor(cursor: string): number {
  const text = Buffer.from(cursor, "base64url").toString();
  const id = text.startsWith(PREFIX) ? Number(text.slice(PREFIX.length)) : Number.NaN;
  if (Number.isSafeInteger(id) && id > 0 && writeIdCursor(id) === cursor) return id;
  throw new ViveroError("INVALID_REQUEST", "The cursor is not one that a page gave.", {
    details: { errors: [{ path: "cursor", message: "take it from nextCursor of the page before" }] },
  });
}
