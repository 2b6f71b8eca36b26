import { Command, CommanderError } from "commander";
import { provision } from "../provision/provision.ts";
import { env } from "./env.ts";

/** Each role's password and the variable that it comes in. */
const PASSWORDS = {
  vivero_owner: "VIVERO_OWNER_PASSWORD",
  generation_service: "GENERATION_SERVICE_PASSWORD",
  catalog_service: "CATALOG_SERVICE_PASSWORD",
  unleash: "UNLEASH_DATABASE_PASSWORD",
} as const;

const VARIABLES = ["ADMIN_DATABASE_URL", ...Object.values(PASSWORDS)] as const;

const program = new Command("provision")
  .description(
    "Makes the roles, databases and schemas of Vivero on a PostgreSQL 15 or newer. May be run again.",
  )
  .option("--database <name>", "the database's name", "vivero")
  .addHelpText(
    "after",
    `
Environment: ADMIN_DATABASE_URL (a superuser's), ${Object.values(PASSWORDS).join(", ")}.

Exit codes: 0 done; 1 failed; 2 the command line or a setting is wrong.`,
  )
  .exitOverride();

async function main(): Promise<number> {
  const { database } = program.parse().opts<{ database: string }>();
  const missing = VARIABLES.filter((name) => !env[name]);
  if (missing.length > 0) {
    process.stderr.write(`Not set: ${missing.join(", ")}.\n`);
    return 2;
  }
  const passwords = Object.fromEntries(
    Object.entries(PASSWORDS).map(([role, variable]) => [role, env[variable] ?? ""]),
  ) as Record<keyof typeof PASSWORDS, string>;
  await provision({ adminUrl: env.ADMIN_DATABASE_URL ?? "", databaseName: database, passwords });
  process.stdout.write(`The database ${database} is ready for migrations.\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
