import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { runProgram } from "../command/run-program.ts";
import { BackupRefused } from "./backup-refused.ts";
import type { PostgresTools } from "./postgres-tools.ts";

/** What a dump tells of itself. */
export interface DumpFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The name of the database that it was taken from. */
  readonly database: string;
  /** When pg_dump began, read from the archive as a time of this machine's zone: archives carry no zone. */
  readonly begunAt: Date;
  readonly serverVersion: string;
}

const MAGIC = "PGDMP";

/**
 * Reads a dump from its first byte to its last without a database.
 * @throws BackupRefused `missing`, `empty`, `not-a-dump` or `damaged`
 */
export async function readDumpFile(file: string, tools: PostgresTools): Promise<DumpFile> {
  const bytes = await sizeOf(file);
  await requireMagic(file);
  // With this zone pg_restore shows the clock of whoever dumped, as it was read.
  const environment = { LC_ALL: "C", TZ: "UTC" };
  const listed = await runProgram(tools.pgRestore, ["--list", file], { environment });
  if (listed.code !== 0) throw damaged(file, listed.stderr);
  // Turning all of it into SQL that nobody keeps reads every block: a cut file ends too early.
  const read = await runProgram(tools.pgRestore, ["--file=-", file], { environment, output: "nothing" });
  if (read.code !== 0) throw damaged(file, read.stderr);
  const header = (name: string) => new RegExp(`^;\\s+${name}: (.+)$`, "m").exec(listed.stdout)?.[1] ?? "";
  return {
    file,
    bytes,
    sha256: await sha256Of(file),
    database: header("dbname"),
    begunAt: localTime(/^; Archive created at (\S+) (\S+)/m.exec(listed.stdout)),
    serverVersion: header("Dumped from database version"),
  };
}

function localTime(found: RegExpExecArray | null): Date {
  // Without a zone at its end, a date is read as local time.
  return new Date(`${found?.[1]}T${found?.[2]}`);
}

async function sizeOf(file: string): Promise<number> {
  const facts = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new BackupRefused(
      "missing",
      `${file} cannot be read: ${error.code === "ENOENT" ? "there is no such file" : error.message}.`,
    );
  });
  if (!facts.isFile())
    throw new BackupRefused(
      "not-a-dump",
      `${file} is no file: a backup is one dump in pg_dump's custom format.`,
    );
  if (facts.size === 0) throw new BackupRefused("empty", `${file} is empty: pg_dump wrote nothing into it.`);
  return facts.size;
}

async function requireMagic(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    if (buffer.toString("latin1", 0, bytesRead) === MAGIC) return;
  } finally {
    await handle.close();
  }
  throw new BackupRefused(
    "not-a-dump",
    `${file} is no dump in pg_dump's custom format (it does not begin with ${MAGIC}): plain SQL and copies of files cannot be proven this way.`,
  );
}

function damaged(file: string, stderr: string): BackupRefused {
  const said =
    stderr
      .trim()
      .split("\n")
      .at(0)
      ?.replace(/^pg_restore: (error: )?/, "") ?? "";
  return new BackupRefused(
    "damaged",
    `${file} cannot be read to its end, so it is cut off or damaged; pg_restore says: ${said}.`,
  );
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
