import { parseArgs } from "node:util";
import { NoDatabaseError, ownerUrls } from "@vivero/database";
import { RealDataError, seedLegacyDatabase } from "./seed-legacy-database.ts";

const DEFAULT_SCENARIOS = 1_000;

const USAGE = `npm run seed:legacy -- [--scenarios N] [--beside-data]

Makes a database as it was before scenarios knew the generation that they came from: undoes the migrations that brought that and
inserts scenarios, ${DEFAULT_SCENARIOS.toLocaleString("en")} by default, with prompts and links of every awkward kind, for organizations 9001 to 9005.
Then: npm run migrate, npm run backfill.

  --scenarios N   how many
  --beside-data   the database may hold rows already: they stay, the provenance of their scenarios goes

The database: MIGRATION_DATABASE_URL (the owner's), else the local stack that \`npm start\` runs.
Exit codes: 0 made, 1 failed, 2 the command line is wrong, 3 no database is named, 4 it holds data.
`;

const options = {
  scenarios: { type: "string", default: String(DEFAULT_SCENARIOS) },
  "beside-data": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

type Output = { stdout: { write(text: string): unknown }; stderr: { write(text: string): unknown } };

/** Runs the command, and returns its exit code. */
export async function runSeedCommand(args: string[], { stdout, stderr }: Output): Promise<number> {
  const request = readRequest(args);
  if (request === "help" || typeof request === "string") {
    (request === "help" ? stdout : stderr).write(request === "help" ? USAGE : `${request}\n\n${USAGE}`);
    return request === "help" ? 0 : 2;
  }
  try {
    const { generation: url } = await ownerUrls();
    await seedLegacyDatabase({ url, ...request, onProgress: reportTenths(request.scenarios, stderr) });
    stdout.write(
      `${request.scenarios.toLocaleString("en")} legacy scenarios are in. Next: npm run migrate, then npm run backfill.\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof NoDatabaseError || error instanceof RealDataError)) throw error;
    stderr.write(`${error.message}\n`);
    return error instanceof NoDatabaseError ? 3 : 4;
  }
}

function readRequest(args: string[]): { scenarios: number; besideData: boolean } | string {
  try {
    const { values } = parseArgs({ args, options });
    if (values.help) return "help";
    const scenarios = Number(values.scenarios);
    if (!Number.isSafeInteger(scenarios) || scenarios < 1) return "--scenarios must be 1 or more.";
    return { scenarios, besideData: values["beside-data"] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function reportTenths(total: number, stderr: Output["stderr"]): (done: number) => void {
  let told = 0;
  return (done) => {
    const tenths = Math.floor((10 * done) / total);
    if (tenths > told) stderr.write(`  ${done.toLocaleString("en")} of ${total.toLocaleString("en")}\n`);
    told = tenths;
  };
}
