import type { RolePasswords } from "./roles.ts";

/** How each role reaches its database. */
export type DatabaseUrls = {
  /** `vivero_owner`: migrations, backfills, operators. */
  ownerUrl: string;
  /** `generation_service`. */
  generationUrl: string;
  /** `catalog_service`. */
  catalogUrl: string;
  /** `unleash`, for the database `unleash`. */
  unleashUrl: string;
};

/** The roles' URLs on the server that `adminUrl` names; its query parameters (`sslmode`, …) are kept. */
export function databaseUrls({
  adminUrl,
  databaseName,
  passwords,
}: {
  adminUrl: string;
  databaseName: string;
  passwords: RolePasswords;
}): DatabaseUrls {
  const urlFor = (role: keyof RolePasswords, database: string): string => {
    const url = new URL(urlOfDatabase(adminUrl, database));
    url.username = role;
    url.password = encodeURIComponent(passwords[role]);
    return url.href;
  };
  return {
    ownerUrl: urlFor("vivero_owner", databaseName),
    generationUrl: urlFor("generation_service", databaseName),
    catalogUrl: urlFor("catalog_service", databaseName),
    unleashUrl: urlFor("unleash", "unleash"),
  };
}

/** The same URL for another database of the same server. */
export function urlOfDatabase(url: string, databaseName: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(databaseName)}`;
  return other.href;
}
