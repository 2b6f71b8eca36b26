import { createRoute } from "@tanstack/react-router";
import { lazyPage, searchText, signedInRoute } from "../../shell/routes.ts";

export const generationRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/generations/$generationId",
  validateSearch: (search: Record<string, unknown>): { at?: string } => {
    const at = searchText(search.at);
    return at === undefined ? {} : { at };
  },
  component: lazyPage(["generation", "journal", "wizard"], () => import("./GenerationPage.tsx")),
});
