import { runService } from "@vivero/service-kit";
import { HELP, readCatalogEnvironment } from "./env.ts";
import { startCatalogService } from "./wiring.ts";

await runService("catalog-service", (log) => startCatalogService(readCatalogEnvironment(), log), HELP);
