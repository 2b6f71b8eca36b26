import { createRoute } from "@tanstack/react-router";
import { loadWords } from "../../language/i18n.ts";
import { checkedSearch, lazyPage, searchChoice, searchText, signedInRoute } from "../../shell/routes.ts";
import { KINDS, type Kind } from "./kinds.ts";

/** Which kind is shown, what is looked for, which entity is open beside the list. */
export interface CatalogSearch {
  kind?: Kind;
  search?: string;
  parent?: number;
  entity?: number;
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

export const catalogRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/catalog",
  validateSearch: checkedSearch((given: Record<string, unknown>): CatalogSearch => {
    const kind = searchChoice(given.kind, KINDS);
    const search = searchText(given.search);
    const parent = positive(given.parent);
    const entity = positive(given.entity);
    return {
      ...(kind ? { kind } : {}),
      ...(search ? { search } : {}),
      ...(parent ? { parent } : {}),
      ...(entity ? { entity } : {}),
    };
  }),
  component: lazyPage("catalog", async () => {
    const [page] = await Promise.all([import("./CatalogPage.tsx"), loadWords("actions")]);
    return page;
  }),
});
