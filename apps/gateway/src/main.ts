import { runService } from "@vivero/service-kit";
import { HELP, readGatewayEnvironment } from "./env.ts";
import { startGateway } from "./wiring.ts";

await runService("gateway", (log) => startGateway(readGatewayEnvironment(), log), HELP);
