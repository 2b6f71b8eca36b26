import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModel as SdkModel } from "ai";
import type { ModelSettings } from "../env.ts";
import { fetchFromModel } from "./refuse-page.ts";

/** A provider's model as the AI SDK takes it, and what is told to that provider alone. */
export type ProviderModel = {
  model: SdkModel;
  providerOptions: Record<string, Record<string, boolean>>;
  /** How the provider's schemas say that a property may be missing. */
  optional: "nullable" | "optional";
};

const OPENAI_COMPATIBLE = "llm";

/** The model that the settings name: behind any OpenAI-compatible endpoint, or Anthropic's. */
export function openProvider(settings: ModelSettings): ProviderModel {
  const apiKey = settings.apiKey === undefined ? {} : { apiKey: settings.apiKey };
  if (settings.provider === "anthropic") {
    const baseURL = settings.baseUrl === undefined ? {} : { baseURL: settings.baseUrl };
    return {
      model: createAnthropic({ ...baseURL, ...apiKey, fetch: fetchFromModel })(settings.name),
      providerOptions: {},
      optional: "optional",
    };
  }
  const provider = createOpenAICompatible({
    name: OPENAI_COMPATIBLE,
    baseURL: settings.baseUrl ?? "",
    includeUsage: true,
    supportsStructuredOutputs: true,
    fetch: fetchFromModel,
    ...apiKey,
  });
  return {
    model: provider(settings.name),
    providerOptions: { [OPENAI_COMPATIBLE]: { strictJsonSchema: true } },
    optional: "nullable",
  };
}
