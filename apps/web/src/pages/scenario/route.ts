import { createRoute } from "@tanstack/react-router";
import { loadWords } from "../../language/i18n.ts";
import { FILTERS, type Filter } from "../../review/filters.ts";
import { checkedSearch, lazyPage, searchChoice, searchText, signedInRoute } from "../../shell/routes.ts";

/** Where one is in the review: how the tree is narrowed, what has the focus, what is selected. */
export interface ScenarioSearch {
  filter?: Filter;
  words?: string;
  focus?: string;
  selected?: string;
}

export const scenarioRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/scenarios/$scenarioId",
  validateSearch: checkedSearch((given: Record<string, unknown>): ScenarioSearch => {
    const filter = searchChoice(given.filter, FILTERS);
    const words = searchText(given.words);
    const focus = searchText(given.focus);
    const selected = searchText(given.selected);
    return {
      ...(filter ? { filter } : {}),
      ...(words ? { words } : {}),
      ...(focus ? { focus } : {}),
      ...(selected ? { selected } : {}),
    };
  }),
  component: lazyPage("scenario", async () => {
    const [page] = await Promise.all([
      import("./ScenarioPage.tsx"),
      loadWords("review"),
      loadWords("journal"),
    ]);
    return page;
  }),
});
