import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { OperationError } from "../command/operation-error.ts";
import { runProgram } from "../command/run-program.ts";

/** PostgreSQL's client programs of one version. */
export interface PostgresTools {
  readonly directory: string;
  /** As `pg_dump --version` says it. */
  readonly version: string;
  readonly major: number;
  readonly pgDump: string;
  readonly pgRestore: string;
  readonly psql: string;
}

/** Where installers put PostgreSQL; a star stands for any name. */
const USUAL_PLACES = [
  "/usr/lib/postgresql/*/bin",
  "/usr/pgsql-*/bin",
  "/usr/local/pgsql/bin",
  "/opt/homebrew/opt/postgresql@*/bin",
  "/opt/homebrew/opt/libpq/bin",
  "/usr/local/opt/postgresql@*/bin",
  "/usr/local/opt/libpq/bin",
  "/Library/PostgreSQL/*/bin",
  "/Applications/Postgres.app/Contents/Versions/*/bin",
  "C:/Program Files/PostgreSQL/*/bin",
];

/** What to look in. */
export interface ToolPlaces {
  /** `PG_BIN`: where it is set, nowhere else is looked. */
  readonly directory?: string | undefined;
  /** `PATH`. */
  readonly searchPath?: string | undefined;
  /** Patterns with a star for one name. */
  readonly usualPlaces?: readonly string[];
}

/**
 * Finds pg_dump, pg_restore and psql that suit a server: of its own major version when there are such, else the lowest
 * newer ones (an older pg_dump refuses the server; a newer one writes what an older server may not take back).
 * @throws OperationError that says what was found, and what to install or set
 */
export async function findPostgresTools(serverMajor: number, places: ToolPlaces): Promise<PostgresTools> {
  const directories = places.directory
    ? [places.directory]
    : [
        ...(places.searchPath ?? "").split(path.delimiter),
        ...(await expand(places.usualPlaces ?? USUAL_PLACES)),
      ];
  const found: PostgresTools[] = [];
  for (const directory of new Set(directories.filter(Boolean))) {
    const tools = await toolsIn(directory, places.searchPath);
    if (tools) found.push(tools);
  }
  const fitting = found
    .filter(({ major }) => major >= serverMajor)
    .sort((one, other) => one.major - other.major);
  if (fitting[0]) return fitting[0];
  const where = places.directory ? `in PG_BIN (${places.directory})` : "on PATH or in the usual places";
  const what =
    found.length === 0
      ? `There is no pg_dump with pg_restore and psql ${where}`
      : `The pg_dump ${where} is of version ${found.map(({ major }) => major).join(", ")}`;
  throw new OperationError(
    `${what}; the server is PostgreSQL ${serverMajor} and needs version ${serverMajor} or newer.`,
    {
      next: [
        `install postgresql-client-${serverMajor}, or set PG_BIN to the directory that holds pg_dump ${serverMajor}`,
      ],
    },
  );
}

async function toolsIn(
  directory: string,
  searchPath: string | undefined,
): Promise<PostgresTools | undefined> {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const [pgDump, pgRestore, psql] = ["pg_dump", "pg_restore", "psql"].map((name) =>
    path.join(directory, name + suffix),
  );
  if (!pgDump || !pgRestore || !psql || ![pgDump, pgRestore, psql].every((file) => existsSync(file)))
    return undefined;
  // Debian's wrapper on PATH picks a version by its own rules; what it picked is what its --version says.
  const { code, stdout } = await runProgram(pgDump, ["--version"], { environment: { PATH: searchPath } });
  const [, major] = /\(PostgreSQL\) (\d+)/.exec(stdout) ?? [];
  if (code !== 0 || major === undefined) return undefined;
  return { directory, version: stdout.trim(), major: Number(major), pgDump, pgRestore, psql };
}

async function expand(patterns: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    patterns.map(async (pattern) => {
      const parts = pattern.split("/");
      const star = parts.findIndex((part) => part.includes("*"));
      if (star === -1) return [pattern];
      const parent = parts.slice(0, star).join("/");
      const [before = "", after = ""] = parts[star]?.split("*") ?? [];
      const names = existsSync(parent) ? await readdir(parent) : [];
      return names
        .filter((name) => name.startsWith(before) && name.endsWith(after))
        .map((name) => [parent, name, ...parts.slice(star + 1)].join("/"));
    }),
  );
  return lists.flat();
}
