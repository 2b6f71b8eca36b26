import type { Database } from "@vivero/database";

const VERBS = (
  "analyse|analysis operate|operation negotiate|negotiation inspect|inspection calibrate|calibration schedule|scheduling " +
  "forecast|forecasting design|design audit|auditing repair|repair assemble|assembly document|documentation " +
  "coordinate|coordination evaluate|evaluation install|installation program|programming translate|translation teach|teaching"
)
  .split(" ")
  .map((pair) => pair.split("|") as [string, string]);
const QUALITIES = (
  "clinical industrial digital regional financial thermal urban legal marine organic optical nuclear mobile rural " +
  "statistical chemical electrical seasonal ethical municipal"
).split(" ");
const ROOTS = (
  "pump turbine contract shift sensor route invoice archive garden bridge vessel reactor tariff lesson vaccine battery " +
  "warehouse orchard printer kiln loom tunnel harbour satellite furnace elevator glacier beehive mortar compass"
).split(" ");
const SYLLABLES = "ba de fi go ku la me no pi ra su ta ve xo zi cor lan ter mun dis".split(" ");

/** A word of its own for a number, so that the vocabulary grows with the catalog as it does in real ones. */
function coined(number: number): string {
  let word = "";
  for (let rest = number + 400; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) {
    word += SYLLABLES[rest % SYLLABLES.length];
  }
  return word;
}

/** The name of the n-th skill, and the same thing in other words. */
function madeUpName(n: number): { name: string; retold: string } {
  const [verb, noun] = VERBS[n % VERBS.length] ?? ["do", "doing"];
  const quality = QUALITIES[Math.floor(n / VERBS.length) % QUALITIES.length];
  const root = ROOTS[Math.floor(n / (VERBS.length * QUALITIES.length)) % ROOTS.length];
  const own = coined(Math.floor(n / 40));
  return { name: `${verb} ${quality} ${own} ${root}s`, retold: `${noun} of ${quality} ${own} ${root}` };
}

/** Some of a catalog's names, spread over the whole of it. */
export function madeUpNames(size: number, many: number): { name: string; retold: string }[] {
  return Array.from({ length: many }, (_, index) => madeUpName(Math.floor(((index + 0.5) * size) / many)));
}

/** Rows that go into one statement. */
const AT_A_TIME = 50_000;

/**
 * Makes a live catalog of that many differently named skills, with its statistics. The marks are made at once, not by the
 * trigger one by one, and without the index of the search, which has no part in it: a million would take half an hour.
 */
export async function fillNames(owner: Database, organizationId: number, size: number): Promise<void> {
  await owner.knex.raw(
    `WITH incubation AS (
       INSERT INTO catalog.incubations (organization_id, id, scenario_id, generation_id, payload_hash)
       VALUES (:organizationId, 1, 1, 1, 'filled')
     ), capability AS (
       INSERT INTO catalog.capabilities (organization_id, id, scenario_id, generation_id, name, name_key, status)
       VALUES (:organizationId, 1, 1, 1, 'Everything', 'everything', 'active')
     )
     INSERT INTO catalog.competencies (organization_id, id, scenario_id, generation_id, capability_id, name, name_key, status)
     VALUES (:organizationId, 1, 1, 1, 1, 'Everything', 'everything', 'active')`,
    { organizationId },
  );
  await owner.knex.raw("ALTER TABLE catalog.skills DISABLE TRIGGER mark_inserted_names");
  await owner.knex.raw("DROP INDEX catalog.skills_searched_names");
  for (let start = 0; start < size; start += AT_A_TIME) {
    const count = Math.min(AT_A_TIME, size - start);
    const names = Array.from({ length: count }, (_, index) => madeUpName(start + index).name);
    await owner.knex.raw(
      `INSERT INTO catalog.skills (organization_id, scenario_id, generation_id, competency_id, name, name_key, status)
       SELECT :organizationId::bigint, 1, 1, 1, name, name, 'active' FROM unnest(:names::text[]) AS name`,
      { organizationId, names },
    );
  }
  await owner.knex.raw(
    `INSERT INTO catalog.active_name_marks (organization_id, type, mark, entity_id, characters)
     SELECT organization_id, 'skill', mark, id, char_length(search_key)
     FROM catalog.skills, unnest(catalog.name_marks(search_key)) AS mark ORDER BY mark, id`,
  );
  for (const table of ["skills", "active_name_marks"])
    await owner.knex.raw(`VACUUM (ANALYZE) catalog.${table}`);
}
