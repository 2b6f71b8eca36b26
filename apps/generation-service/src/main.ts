import { runService } from "@vivero/service-kit";
import { readSettings } from "./env.ts";
import { startGenerationService } from "./wiring.ts";

await runService("generation-service", async (log) => {
  const settings = readSettings();
  log.level = settings.logLevel;
  const service = await startGenerationService(settings, log);
  log.info({ url: service.url }, "ready");
  return service;
});
