import { createUnleashAdmin } from "@vivero/flags";
import { waitFor } from "@vivero/local-stack";
import { OperationError, reasonOf } from "../../command/operation-error.ts";
import type { Action } from "../run.ts";
import { readFlag } from "../unleash-flag.ts";
import { fromStaging } from "./from-staging.ts";

const FOLLOWS_WITHIN_MS = 20_000;

interface FlagList {
  readonly items: readonly { name: string; enabled: boolean }[];
}

export const turnImportOn: Action = async (run, note) => {
  if (run.environment === "production") return fromStaging(run, "import", note);
  const { unleash } = run.installation;
  if (!unleash) throw new OperationError("No Unleash is named: set UNLEASH_URL and UNLEASH_ADMIN_TOKEN.");
  const before = await readFlag(unleash, "import_generation");
  if (!before) await createUnleashAdmin(unleash).setEnabled("import_generation", true);
  note(`import_generation was ${before ? "on already" : "off"} in ${unleash.environment}; it is on`);
  const { api } = await run.people().forTest(0);
  await waitFor(
    "generation-service to see import_generation on",
    () => api.get<FlagList>("/flags"),
    ({ items }) => items.some(({ name, enabled }) => name === "import_generation" && enabled),
    FOLLOWS_WITHIN_MS,
  ).catch((cause) => {
    throw new OperationError(
      `import_generation is on in Unleash, and generation-service does not follow: ${reasonOf(cause)}`,
      { cause },
    );
  });
  return `on in ${unleash.environment}, and generation-service sees it`;
};

export const requireImportOffInProduction: Action = async (run, note) => {
  const unleash = run.productionUnleash;
  if (!unleash) {
    throw new OperationError(
      "Production's Unleash is not named: set PRODUCTION_UNLEASH_URL and PRODUCTION_UNLEASH_ADMIN_TOKEN.",
    );
  }
  if (run.environment === "production" && (await readFlag(unleash, "import_generation"))) {
    await createUnleashAdmin(unleash).setEnabled("import_generation", false);
    note("import_generation was on; it is turned off");
  }
  if (await readFlag(unleash, "import_generation")) {
    throw new OperationError("import_generation is ON in production, and a deployment leaves it off.", {
      next: [
        "turn it off in Unleash (environment production), or in production: npm run runbook -- --env production --only flag-off",
      ],
    });
  }
  return `off in the environment ${unleash.environment} of Unleash`;
};
