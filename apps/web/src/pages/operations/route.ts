import { createRoute } from "@tanstack/react-router";
import { lazyPage, signedInRoute } from "../../shell/routes.ts";

export const operationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/operations",
  component: lazyPage("operations", () => import("./OperationsPage.tsx")),
});
