import { runBackfillCommand } from "@vivero/database";
import { nameKeyBackfill } from "./name-key.ts";

process.exitCode = await runBackfillCommand(nameKeyBackfill, process.argv.slice(2), {
  typed: "npm run backfill:name-key --",
});
