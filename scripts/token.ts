import { ROLES, type Role } from "@vivero/contracts";
import { loadSecrets, mintToken, readLocalEnvironment } from "@vivero/local-stack";
import { Command, InvalidArgumentError } from "commander";

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a positive integer.");
  return value;
}

function roles(text: string): Role[] {
  return text.split(",").map((name) => {
    const role = ROLES.find((known) => known === name.trim());
    if (!role) throw new InvalidArgumentError(`Roles are ${ROLES.join(", ")}.`);
    return role;
  });
}

const options = new Command("npm run token --")
  .description("Prints a bearer token for the local stack: one line on standard output.")
  .requiredOption("--organization <id>", "the person's organization", positive)
  .requiredOption("--user <id>", "the person", positive)
  .requiredOption("--roles <names>", `what the person may do, of ${ROLES.join(",")}`, roles)
  .option("--hours <count>", "how long it holds", positive, 8)
  .addHelpText(
    "after",
    "\nExample: npm run --silent token -- --organization 1 --user 7 --roles planner,reviewer\nExit codes: 0 printed, 2 wrong usage.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ organization: number; user: number; roles: Role[]; hours: number }>();

const secrets = await loadSecrets(readLocalEnvironment().home);
const actor = { organizationId: options.organization, userId: options.user, roles: options.roles };
process.stdout.write(`${await mintToken(secrets, actor, { lifetimeSeconds: options.hours * 3_600 })}\n`);
