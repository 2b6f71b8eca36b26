import { runSeedCommand } from "./seed-command.ts";

process.exitCode = await runSeedCommand(process.argv.slice(2), process);
