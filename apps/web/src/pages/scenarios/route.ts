import { createRoute } from "@tanstack/react-router";
import { checkedSearch, lazyPage, searchChoice, searchText, signedInRoute } from "../../shell/routes.ts";
import { STATUSES } from "./statuses.ts";

/** Which scenarios the list shows. */
export interface ScenariosSearch {
  status?: (typeof STATUSES)[number];
  search?: string;
}

export const scenariosRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/scenarios",
  validateSearch: checkedSearch((given: Record<string, unknown>): ScenariosSearch => {
    const status = searchChoice(given.status, STATUSES);
    const search = searchText(given.search);
    return { ...(status ? { status } : {}), ...(search ? { search } : {}) };
  }),
  component: lazyPage("scenarios", () => import("./ScenariosPage.tsx")),
});
