import { Command, InvalidArgumentError } from "commander";
import { EXIT_CODES, runCommand } from "./src/command/run-command.ts";
import { findGeneration } from "./src/generation/find-generation.ts";
import { formatGeneration } from "./src/generation/format-generation.ts";
import { environment } from "./src/installation/env.ts";
import { readOwnerUrl } from "./src/installation/installation.ts";

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a positive integer.");
  return value;
}

const program = new Command("npm run generation --").description(
  "Looks at generations from an operator's terminal.",
);

program
  .command("show")
  .description(
    "Prints a generation with its metadata and import audit; of prompt and answer only length and SHA-256. Changes nothing.",
  )
  .argument("<id>", "the generation", positive)
  .option("--organization <id>", "whose, where several organizations have one of this id", positive)
  .option("--json", "print one JSON document")
  .addHelpText("after", EXIT_CODES)
  .action(async (id: number, { organization, json }: { organization?: number; json?: true }) => {
    const shown = await findGeneration(await readOwnerUrl(environment), id, organization);
    process.stdout.write(`${json ? JSON.stringify(shown, null, 2) : formatGeneration(shown)}\n`);
  });

await runCommand(program);
