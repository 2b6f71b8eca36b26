import { runBackfillCommand } from "@vivero/database";
import { acceptedPrompt } from "./accepted-prompt.ts";

process.exitCode = await runBackfillCommand(acceptedPrompt, process.argv.slice(2), {
  typed: "npm run backfill --",
});
