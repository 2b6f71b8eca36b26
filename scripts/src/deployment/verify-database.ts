import { type Database, migrationStatus, openDatabase } from "@vivero/database";
import { DATA_SCHEMAS, type DatabaseFacts } from "../backup/table-facts.ts";
import { OperationError } from "../command/operation-error.ts";

type Queries = Pick<Database["knex"], "raw">;

/** One thing that must hold, and what was found. */
export interface Finding {
  readonly what: string;
  readonly holds: boolean;
  readonly detail: string;
}

interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly adminUrl: string;
}

/**
 * What must hold of the database after a deployment. Reads only.
 * @param options.before counts that must not have shrunk: those of the proven backup
 */
export async function verifyDatabase(
  options: DatabaseUrls & { before?: DatabaseFacts | undefined; withoutPrompt: number },
): Promise<Finding[]> {
  const { adminUrl, before, withoutPrompt } = options;
  const schema = await verifySchema(options);
  const migrated = schema[0]?.holds === true;
  return [
    ...schema,
    ...(before ? [await verifyRows(adminUrl, before)] : []),
    ...(migrated ? [await verifyProvenance(adminUrl, withoutPrompt)] : []),
  ];
}

/** Every migration has run, and left nothing half-built; the migrations come first. */
export async function verifySchema({ ownerUrl, adminUrl }: DatabaseUrls): Promise<Finding[]> {
  const states = await migrationStatus({ urls: { generation: ownerUrl, catalog: ownerUrl } });
  const pending = states.filter(({ state }) => state !== "applied");
  const migrations = {
    what: "every migration has run",
    holds: pending.length === 0,
    detail:
      pending.length === 0
        ? `${states.length} have`
        : pending.map(({ name, state }) => `${name} is ${state}`).join(", "),
  };
  return [migrations, ...(await reading(adminUrl, structureFindings))];
}

/** No table has fewer rows than it had. */
export const verifyRows = (adminUrl: string, before: DatabaseFacts): Promise<Finding> =>
  reading(adminUrl, (queries) => rowsFinding(queries, before));

/**
 * The counts that operators compare, and every scenario that lacks the prompt it was made from.
 * @param withoutPrompt how many never had one, and neither has their generation, as the operator says
 */
export const verifyProvenance = (adminUrl: string, withoutPrompt: number): Promise<Finding> =>
  reading(adminUrl, (queries) => provenanceFinding(queries, withoutPrompt));

async function reading<T>(adminUrl: string, read: (queries: Queries) => Promise<T>): Promise<T> {
  const database = openDatabase({ url: adminUrl, applicationName: "vivero-verify", poolSize: 1 });
  try {
    return await read(database.knex);
  } finally {
    await database.close();
  }
}

/**
 * Notes each finding.
 * @throws OperationError with those that do not hold
 */
export function requireFindings(findings: readonly Finding[], note: (line: string) => void): void {
  for (const { what, holds, detail } of findings)
    note(`${holds ? "holds" : "DOES NOT HOLD"}: ${what} (${detail})`);
  const broken = findings.filter(({ holds }) => !holds);
  if (broken.length === 0) return;
  throw new OperationError(
    `The database is not as it must be: ${broken.map(({ what, detail }) => `not ${what}: ${detail}`).join("; ")}.`,
  );
}

async function structureFindings(queries: Queries): Promise<Finding[]> {
  const schemas = [[...DATA_SCHEMAS]];
  const indexes = await queries.raw(
    `SELECT indexrelid::regclass::text AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE relnamespace::regnamespace::text = ANY (?) AND NOT (indisvalid AND indisready)`,
    schemas,
  );
  const constraints = await queries.raw(
    "SELECT conname AS name FROM pg_constraint WHERE connamespace::regnamespace::text = ANY (?) AND NOT convalidated",
    schemas,
  );
  const finding = (what: string, rows: { name: string }[]): Finding => ({
    what,
    holds: rows.length === 0,
    detail: rows.length === 0 ? "all are" : rows.map(({ name }) => name).join(", "),
  });
  return [
    finding("every index is valid", indexes.rows),
    finding("every constraint is validated", constraints.rows),
  ];
}

async function rowsFinding(queries: Queries, before: DatabaseFacts): Promise<Finding> {
  const lost: string[] = [];
  for (const [name, { rows }] of Object.entries(before)) {
    const [schema, table] = name.split(".");
    const { rows: found } = await queries.raw("SELECT count(*) AS rows FROM ??.??", [
      schema ?? "",
      table ?? "",
    ]);
    const now = Number(found[0].rows);
    if (now < rows) lost.push(`${name} had ${rows} rows and has ${now}`);
  }
  return {
    what: "no table has lost a row since the backup",
    holds: lost.length === 0,
    detail: lost.length === 0 ? `${Object.keys(before).length} tables counted` : lost.join("; "),
  };
}

const SHOWN = 10;

async function provenanceFinding(queries: Queries, withoutPrompt: number): Promise<Finding> {
  const { rows } = await queries.raw(`
    SELECT count(*) AS scenarios, count(source_generation_id) AS linked, count(accepted_prompt) AS with_prompt,
           (SELECT count(*) FROM generation.scenario_generations WHERE accepted_at IS NOT NULL) AS accepted
      FROM generation.scenarios`);
  const { rows: lacking } = await queries.raw(`
    SELECT scenarios.organization_id, scenarios.id, source.id AS generation, source.prompt IS NOT NULL AS has_prompt
      FROM generation.scenarios JOIN generation.scenario_generations AS source
        ON source.organization_id = scenarios.organization_id AND source.id = source_generation_id
     WHERE accepted_prompt IS NULL ORDER BY has_prompt DESC, 1, 2`);
  const [counts] = rows;
  const numbers = `${counts.scenarios} scenarios, ${counts.linked} with their generation, ${counts.with_prompt} with its prompt; ${counts.accepted} accepted generations`;
  const never = (lacking as Lacking[]).filter(({ has_prompt }) => !has_prompt).length;
  const holds = never === lacking.length && never <= withoutPrompt;
  const names = (lacking as Lacking[])
    .slice(0, SHOWN)
    .map(
      ({ organization_id, id, generation, has_prompt }) =>
        `scenario ${id} of organization ${organization_id} (generation ${generation} has ${has_prompt ? "one" : "none either"})`,
    );
  const wayOut =
    never > 0 && never === lacking.length ? `; if they never had one, say so: --without-prompt ${never}` : "";
  return {
    what: "every scenario that was made from a generation has its prompt",
    holds,
    detail: holds
      ? `${numbers}${never > 0 ? `; ${never} without a prompt, as was said` : ""}`
      : `${lacking.length} have none: ${names.join(", ")}${wayOut} (${numbers})`,
  };
}

interface Lacking {
  readonly organization_id: number;
  readonly id: number;
  readonly generation: number;
  readonly has_prompt: boolean;
}
