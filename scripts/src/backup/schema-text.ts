import { OperationError } from "../command/operation-error.ts";
import { runProgram } from "../command/run-program.ts";
import { libpqEnvironment } from "../installation/database-address.ts";
import type { PostgresTools } from "./postgres-tools.ts";

/** The whole schema as pg_dump writes it (owners, privileges, policies, triggers), without what differs at each run. */
export async function readSchemaText(url: string, tools: PostgresTools): Promise<string> {
  const { code, stdout, stderr } = await runProgram(tools.pgDump, ["--schema-only"], {
    environment: { ...libpqEnvironment(url), LC_ALL: "C" },
  });
  if (code !== 0) throw new OperationError(`pg_dump --schema-only failed: ${stderr.trim()}`);
  return stdout
    .split("\n")
    .filter((line) => !/^(--|\\(un)?restrict )|^$/.test(line))
    .join("\n");
}

/** The first line that one has and the other has not; undefined when they are the same. */
export function firstSchemaDifference(live: string, backup: string): string | undefined {
  if (live === backup) return undefined;
  const liveLines = new Set(live.split("\n"));
  const backupLines = new Set(backup.split("\n"));
  const onlyLive = [...liveLines].find((line) => !backupLines.has(line));
  if (onlyLive !== undefined) return `only in the live database: ${onlyLive.trim()}`;
  const onlyBackup = [...backupLines].find((line) => !liveLines.has(line));
  return onlyBackup === undefined
    ? "the same lines in another order"
    : `only in the backup: ${onlyBackup.trim()}`;
}
