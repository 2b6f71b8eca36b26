import { createRoute } from "@tanstack/react-router";
import { checkedSearch, lazyPage, searchText, signedInRoute } from "../../shell/routes.ts";

export const generationRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/generations/$generationId",
  validateSearch: checkedSearch((search: Record<string, unknown>): { at?: string } => {
    const at = searchText(search.at);
    return at === undefined ? {} : { at };
  }),
  component: lazyPage(["generation", "journal", "wizard"], () => import("./GenerationPage.tsx")),
});
