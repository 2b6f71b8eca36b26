import { createRoute } from "@tanstack/react-router";
import { lazyPage, signedInRoute } from "../../shell/routes.ts";

export const catalogRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/catalog",
  component: lazyPage("catalog", () => import("./CatalogPage.tsx")),
});
