import { runService } from "@vivero/service-kit";
import { readGatewayEnvironment } from "./env.ts";
import { startGateway } from "./wiring.ts";

await runService("gateway", (log) => startGateway(readGatewayEnvironment(), log));
