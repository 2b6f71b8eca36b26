/** Resolves against an origin that no real address has. */
const NOWHERE = "http://nowhere.invalid";

/**
 * A path of this site to go to after signing in, or `/` when what was asked for is none: another site, a path that a
 * browser would read as one (`//elsewhere`, `/\elsewhere`), or a part of signing in itself.
 */
export function localPath(wanted: string | undefined): string {
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, NOWHERE)) return "/";
  const { origin, pathname, search, hash } = new URL(wanted, NOWHERE);
  // `/.//elsewhere` only becomes `//elsewhere` when it is normalized.
  const leaves = origin !== NOWHERE || pathname.startsWith("//");
  return leaves || pathname.startsWith("/auth/") ? "/" : `${pathname}${search}${hash}`;
}
