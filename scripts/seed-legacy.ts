import { spawnSync } from "node:child_process";
import path from "node:path";

/** The rows and the awkward cases are generation-service's: its command makes them. */
const command = path.resolve(import.meta.dirname, "../apps/generation-service/src/backfills/legacy/main.ts");
process.exitCode =
  spawnSync(process.execPath, [command, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
