import { adminTokenFromEnvironment } from "./env.ts";
import { runSeedCommand } from "./seed-command.ts";

const { stdout, stderr } = process;
process.exitCode = await runSeedCommand(process.argv.slice(2), {
  stdout,
  stderr,
  token: adminTokenFromEnvironment(),
});
