import { createRoute } from "@tanstack/react-router";
import { checkedSearch, lazyPage, rootRoute, searchText } from "../../shell/routes.ts";

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: checkedSearch((given: Record<string, unknown>): { error?: string; return_to?: string } => {
    const error = searchText(given.error);
    const returnTo = searchText(given.return_to);
    return { ...(error ? { error } : {}), ...(returnTo ? { return_to: returnTo } : {}) };
  }),
  component: lazyPage("sign-in", () => import("./SignInPage.tsx")),
});
