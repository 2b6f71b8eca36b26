import { StepSkipped } from "../../deployment/step.ts";
import type { Action } from "../run.ts";
import { watchSystem } from "../watch-system.ts";

export const watch: Action = async ({ installation, watchSeconds }, note) => {
  if (watchSeconds === 0) throw new StepSkipped("not asked for (--watch 10m)");
  return await watchSystem({
    ...installation.database,
    gatewayUrls: installation.gatewayUrls,
    seconds: watchSeconds,
    note,
  });
};
