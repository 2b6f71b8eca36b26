import { createAdminApi, UnleashAdminError } from "@vivero/flags";
import { ConfigurationError, type Logger, runService } from "@vivero/service-kit";
import { HELP, readSettings } from "./env.ts";
import { flagDefinitions } from "./flag-definitions.ts";
import { type SeedLine, seedFlags } from "./seed-flags.ts";
import { startUnleash } from "./start-unleash.ts";

async function start(log: Logger) {
  const settings = readSettings();
  const unleash = await startUnleash(settings, log);
  const lines = await seed(unleash.url, settings.UNLEASH_ADMIN_TOKEN);
  const seeded = lines.filter(({ outcome }) => outcome !== "left").map(({ name }) => name);
  log.info({ url: unleash.url, seeded }, "Unleash is ready");
  return unleash;
}

async function seed(url: string, token: string): Promise<SeedLine[]> {
  try {
    return await seedFlags(createAdminApi({ url, token }), flagDefinitions);
  } catch (error) {
    if (error instanceof UnleashAdminError && error.status === 401) {
      throw new ConfigurationError(
        "UNLEASH_ADMIN_TOKEN is unknown to the Unleash in this database: it took its tokens at its first start. Give the first ones, or make this one in Unleash.",
      );
    }
    throw error;
  }
}

await runService("unleash", start, HELP);
