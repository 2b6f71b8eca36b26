import { type FieldError, type GenerationApi, notFound, ViveroError } from "@vivero/contracts";
import { createAuditApi, createBackfillApi, type Database } from "@vivero/database";
import type { Flags } from "@vivero/flags";
import { type AcceptDependencies, acceptGeneration } from "./accept-generation.ts";
import { cancelGeneration } from "./cancel-generation.ts";
import { createGeneration } from "./create-generation.ts";
import { createDraftApi } from "./drafts/draft-api.ts";
import type { DayBudgetSettings, PriceSettings } from "./env.ts";
import { followGeneration } from "./follow-generation.ts";
import type { GenerationNews } from "./generation-news.ts";
import { findGeneration, listGenerations } from "./generation-read-model.ts";
import { previewPrompt } from "./preview-prompt.ts";
import type { PromptVault } from "./raw-prompt/prompt-vault.ts";
import { viewRawPrompt } from "./raw-prompt/view-raw-prompt.ts";
import { reportIncubation } from "./report-incubation.ts";
import { retryGeneration } from "./retry-generation.ts";
import { findScenario, listScenarios } from "./scenario-read-model.ts";
import { unstorableFields } from "./storable-text.ts";
import { viewAcceptedPrompt } from "./view-accepted-prompt.ts";

export type ApiDependencies = AcceptDependencies & {
  flags: Pick<Flags, "isEnabled" | "snapshot">;
  news: GenerationNews;
  fingerprintKey: string;
  dayBudget: DayBudgetSettings;
  prices: PriceSettings;
  vault: PromptVault | null;
  storeRawPrompts: boolean;
};

/** The contract of generation-service over its use cases. */
export function createGenerationApi(dependencies: ApiDependencies): GenerationApi {
  return {
    preview: previewPrompt(),
    create: createGeneration(dependencies),
    follow: followGeneration(dependencies),
    cancel: cancelGeneration(dependencies),
    retry: retryGeneration(dependencies),
    accept: acceptGeneration(dependencies),
    rawPrompt: viewRawPrompt(dependencies),
    acceptedPrompt: viewAcceptedPrompt(dependencies),
    reportIncubation: reportIncubation(dependencies),
    async flags({ actor: { organizationId, userId } }) {
      const values = dependencies.flags.snapshot({ organizationId, userId });
      return { items: Object.entries(values).map(([name, value]) => ({ name, ...value })) };
    },
    ...reads(dependencies.database),
    ...createDraftApi(dependencies),
    ...createAuditApi(dependencies.database, "generation"),
    ...createBackfillApi(dependencies.database, "generation"),
  };
}

function reads(database: Database): Pick<GenerationApi, "list" | "get" | "listScenarios" | "getScenario"> {
  return {
    async list(query, { actor: { organizationId } }) {
      refuseUnstorable(query);
      return database.tenant(organizationId, (trx) => listGenerations(trx, organizationId, query));
    },
    async get({ id }, { actor: { organizationId } }) {
      const found = await database.tenant(organizationId, (trx) => findGeneration(trx, organizationId, id));
      if (!found) throw notFound("generation", id);
      return found;
    },
    async listScenarios(query, { actor: { organizationId } }) {
      refuseUnstorable(query);
      return database.tenant(organizationId, (trx) => listScenarios(trx, organizationId, query));
    },
    async getScenario({ id }, { actor: { organizationId } }) {
      const found = await database.tenant(organizationId, (trx) => findScenario(trx, organizationId, id));
      if (!found) throw notFound("scenario", id);
      return found;
    },
  };
}

/** PostgreSQL takes no NUL, not even to look for one. */
function refuseUnstorable(query: object): void {
  const errors: FieldError[] = unstorableFields(query);
  if (errors.length === 0) return;
  throw new ViveroError("INVALID_REQUEST", `${errors[0]?.path} ${errors[0]?.message}.`, {
    details: { errors },
  });
}
