import { createHash } from "node:crypto";
import { join } from "node:path";

/**
 * The stand-in for a path that PostgreSQL's own account cannot enter: always the same one for the same path.
 * Only root needs it (anybody else runs PostgreSQL as himself), and root can write to /var/lib.
 */
export function reachableDirectory(path: string): string {
  const key = createHash("sha256").update(path).digest("hex").slice(0, 12);
  return join("/var/lib/vivero", key);
}
