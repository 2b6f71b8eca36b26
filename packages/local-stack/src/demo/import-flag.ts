import { createUnleashAdmin } from "@vivero/flags";
import { type ApiClient, waitFor } from "../api-client.ts";
import type { StackInfo } from "../stack-file.ts";

interface FlagList {
  readonly items: readonly { name: string; enabled: boolean }[];
}

const isOn = ({ items }: FlagList) =>
  items.some(({ name, enabled }) => name === "import_generation" && enabled);

/**
 * Switches `import_generation` on through Unleash's admin API and waits until generation-service follows.
 * @returns whether it had been off before
 */
export async function switchImportOn(stack: StackInfo, api: ApiClient): Promise<boolean> {
  const ask = () => api.get<FlagList>("/flags");
  if (isOn(await ask())) return false;
  const unleash = createUnleashAdmin({
    url: stack.unleashUrl,
    token: stack.tokens.unleashAdmin,
    environment: "development",
  });
  await unleash.setEnabled("import_generation", true);
  await waitFor("import_generation to be on", ask, isOn, 15_000);
  return true;
}
