import { type Database, migrateLatest, migrationStatus, openDatabase, rollback } from "@vivero/database";
import { countRows, insertLegacyRows } from "./legacy-rows-store.ts";

/** The first of the migrations that gave scenarios their provenance; migrations are ordered by name. */
const PROVENANCE = "2026_02_07";

/** The database holds what nobody said may be mixed with made-up rows. */
export class RealDataError extends Error {
  override readonly name = "RealDataError";
}

export type SeedSettings = {
  /** As `vivero_owner`. */
  url: string;
  scenarios: number;
  /** Whether the database may hold rows already: they stay, their provenance goes. */
  besideData: boolean;
  onProgress?: (scenarios: number) => void;
};

/**
 * Makes a database as it was before scenarios knew the generation that they came from: undoes the migrations that brought that
 * (or stops short of them), then inserts scenarios whose prompts and links are awkward in every way that we know of, for
 * organizations of its own.
 *
 * @throws RealDataError
 */
export async function seedLegacyDatabase(settings: SeedSettings): Promise<void> {
  const database = openDatabase({ url: settings.url, applicationName: "vivero-seed-legacy", poolSize: 2 });
  try {
    const rows = await countRows(database.knex);
    if (rows > 0 && !settings.besideData) {
      throw new RealDataError(
        `The database holds ${rows} scenarios and generations. Name an empty one, or say --beside-data: they stay, the provenance of scenarios goes.`,
      );
    }
    await goBackBeforeProvenance(settings);
    await insertLegacyRows(database.knex, settings.scenarios, settings.onProgress);
    await analyze(database);
  } finally {
    await database.close();
  }
}

async function goBackBeforeProvenance({ url, besideData }: SeedSettings): Promise<void> {
  const urls = { generation: url, catalog: url };
  const migrations = await migrationStatus({ urls });
  const later = migrations.filter(({ name, state }) => name >= PROVENANCE && state === "applied");
  if (later.length > 0) await rollback({ urls, step: later.length, discardData: besideData });
  const before = migrations.filter(({ name }) => name < PROVENANCE).at(-1);
  await migrateLatest({ urls, to: before?.name });
}

/** As autovacuum would have done long ago. */
async function analyze({ knex }: Database): Promise<void> {
  await knex.raw("ANALYZE generation.scenarios, generation.scenario_generations");
}
