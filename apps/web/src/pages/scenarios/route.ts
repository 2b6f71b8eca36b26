import { createRoute } from "@tanstack/react-router";
import { lazyPage, signedInRoute } from "../../shell/routes.ts";

export const scenariosRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/scenarios",
  component: lazyPage("scenarios", () => import("./ScenariosPage.tsx")),
});
