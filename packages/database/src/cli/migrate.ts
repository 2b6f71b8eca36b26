import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { migrateLatest } from "../migrator/migrate-latest.ts";
import { SCHEMAS, type Schema } from "../migrator/migration-files.ts";
import { migrationStatus } from "../migrator/migration-status.ts";
import type { MigratorOptions } from "../migrator/open-migrator.ts";
import { releaseMigrationLock } from "../migrator/release-migration-lock.ts";
import { rollback } from "../migrator/rollback.ts";
import { env } from "./env.ts";
import { EXIT_CODES, exitCodeFor } from "./exit-code.ts";
import { formatRun, formatStatus, formatTotal } from "./migration-report.ts";
import { migrationUrls } from "./migration-urls.ts";

type Options = { schema?: Schema; json?: true };

const print = (text: string) => process.stdout.write(`${text}\n`);
const printJson = (value: unknown) => print(JSON.stringify(value, null, 2));

async function migratorOptions({ schema, json }: Options): Promise<MigratorOptions> {
  return {
    urls: await migrationUrls(env),
    schema,
    onMigration: (run) => {
      if (!json) print(formatRun(run));
    },
  };
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("It must be 1 or more.");
  return value;
}

const program = new Command("migrate")
  .description("Migrates the database: both schemas, in one order by name.")
  .addHelpText(
    "after",
    `
The database: MIGRATION_DATABASE_URL (the owner's), or GENERATION_MIGRATION_DATABASE_URL and
CATALOG_MIGRATION_DATABASE_URL for two databases, else the local stack that \`npm start\` runs.
${EXIT_CODES}`,
  )
  .exitOverride();

/** The options that every command takes; made anew, as a commander option belongs to one command. */
function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .addOption(new Option("--schema <schema>", "only this schema").choices(SCHEMAS))
    .option("--json", "print one JSON document")
    .exitOverride();
}

command("latest", "Run every migration that has not run yet.")
  .option("--to <name>", "the last one to run")
  .action(async (options: Options & { to?: string }) => {
    const ran = await migrateLatest({ ...(await migratorOptions(options)), to: options.to });
    if (options.json) printJson({ ran });
    else print(formatTotal(ran, "Nothing to migrate: the database is up to date."));
  });

command("rollback", "Undo the latest migrations, the latest first.")
  .option("--step <count>", "how many", positiveInteger, 1)
  .option("--discard-data", "undo them even where that destroys what users or a backfill wrote")
  .action(async (options: Options & { step: number; discardData?: true }) => {
    const { step, discardData } = options;
    const ran = await rollback({ ...(await migratorOptions(options)), step, discardData });
    if (options.json) printJson({ ran });
    else print(formatTotal(ran, "Nothing to undo: no migration has run."));
  });

command("status", "Show every migration and whether it has run. Changes nothing.").action(
  async (options: Options) => {
    const migrations = await migrationStatus(await migratorOptions(options));
    if (options.json) printJson({ migrations });
    else print(formatStatus(migrations));
  },
);

command("unlock", "Release the lock that a killed migrator left behind.").action(async (options: Options) => {
  await releaseMigrationLock(await migratorOptions(options));
  if (options.json) printJson({ unlocked: true });
  else print("The lock is free.");
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const code = exitCodeFor(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = code;
  }
}
