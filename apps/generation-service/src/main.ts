import { type Logger, runService } from "@vivero/service-kit";
import { HELP, readSettings } from "./env.ts";
import { startGenerationService } from "./wiring.ts";

async function start(log: Logger) {
  const settings = readSettings();
  log.level = settings.logLevel;
  const service = await startGenerationService(settings, log);
  log.info({ url: service.url }, "ready");
  return service;
}

await runService("generation-service", start, HELP);
