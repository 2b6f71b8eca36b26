import type { GenerationApi } from "@vivero/contracts";
import { preparePrompt } from "./prompt/prepare-prompt.ts";

/** The prompt as it would be stored and sent, with the places where something confidential was replaced. Stores nothing. */
export function previewPrompt(): GenerationApi["preview"] {
  return async (request) => {
    const { prompt, redactions, marks } = preparePrompt(request);
    return { prompt, redactions, marks };
  };
}
