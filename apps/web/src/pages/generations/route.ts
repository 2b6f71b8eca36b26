import { createRoute } from "@tanstack/react-router";
import { checkedSearch, lazyPage, searchChoice, searchText, signedInRoute } from "../../shell/routes.ts";
import { STATUSES } from "./statuses.ts";

/** Which generations the list shows. */
export interface GenerationsSearch {
  status?: (typeof STATUSES)[number];
  search?: string;
}

export const generationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/generations",
  validateSearch: checkedSearch((given: Record<string, unknown>): GenerationsSearch => {
    const status = searchChoice(given.status, STATUSES);
    const search = searchText(given.search);
    return { ...(status ? { status } : {}), ...(search ? { search } : {}) };
  }),
  component: lazyPage(["generations", "generation"], () => import("./GenerationsPage.tsx")),
});
