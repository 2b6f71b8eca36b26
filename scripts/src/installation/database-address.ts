import { OperationError } from "../command/operation-error.ts";

/** Where a database is, without the password: what may be shown and written down. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** @throws OperationError when it is no PostgreSQL URL; the URL itself is not repeated, as it holds a password */
export function parseDatabaseUrl(url: string, name: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^postgres(ql)?:$/.test(parsed.protocol) && parsed.pathname.length > 1) return parsed;
  throw new OperationError(
    `${name} is no PostgreSQL address: write it like postgres://user:password@host:5432/vivero.`,
  );
}

export function addressOf(url: string): DatabaseAddress {
  const { hostname, port, pathname, username } = new URL(url);
  return {
    host: decodeURIComponent(hostname),
    port: Number(port || 5_432),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
  };
}

/** `user@host:port/database`. */
export const formatAddress = ({ user, host, port, database }: DatabaseAddress): string =>
  `${user}@${host}:${port}/${database}`;

/** The same server and user, another database. */
export function urlOfDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

/** What libpq's programs need to reach it: never an argument, which every process list shows. */
export function libpqEnvironment(url: string): Record<string, string> {
  const { password, searchParams } = new URL(url);
  const { host, port, database, user } = addressOf(url);
  const sslmode = searchParams.get("sslmode");
  return {
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    PGUSER: user,
    PGPASSWORD: decodeURIComponent(password),
    PGAPPNAME: "vivero-operations",
    ...(sslmode ? { PGSSLMODE: sslmode } : {}),
  };
}
