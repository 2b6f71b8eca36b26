import path from "node:path";
import {
  demoTable,
  differences,
  readLocalEnvironment,
  runDemo,
  StackError,
  terminalProgress,
  withStack,
} from "@vivero/local-stack";
import { Command } from "commander";

/** Exit codes: 0 as the answers hold, 1 something differs or failed, 2 the command line is wrong. */
const program = new Command("npm run demo --")
  .description(
    "Takes scenarios the whole way: generate, accept with import, incubate, approve, verify the audit. Uses the running stack, or starts one for itself. Switches import_generation on in Unleash.",
  )
  .option("--json", "print one JSON document on standard output")
  .option("--answers <folder>", "have the simulator replay each file of the folder as the model's answer")
  .addHelpText(
    "after",
    "\nExit codes: 0 everything is as the answers hold; 1 something differs or failed; 2 wrong usage.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const { json, answers } = program.opts<{ json?: true; answers?: string }>();
const progress = terminalProgress();

try {
  const folder =
    answers === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? process.cwd(), answers);
  const report = await withStack(readLocalEnvironment(), progress, (stack, secrets) =>
    runDemo({ stack, secrets, answers: folder, note: progress.note }),
  );
  process.stdout.write(`${json ? JSON.stringify(report, null, 2) : demoTable(report)}\n`);
  const wrong = report.scenarios.flatMap((scenario) =>
    differences(scenario).map((what) => `${scenario.file}: ${what}`),
  );
  for (const line of wrong) process.stderr.write(`DIFFERS ${line}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof StackError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
