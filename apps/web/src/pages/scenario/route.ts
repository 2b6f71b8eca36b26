import { createRoute } from "@tanstack/react-router";
import { lazyPage, signedInRoute } from "../../shell/routes.ts";

export const scenarioRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/scenarios/$scenarioId",
  component: lazyPage("scenario", () => import("./ScenarioPage.tsx")),
});
