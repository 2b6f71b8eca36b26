import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  type RouteComponent,
} from "@tanstack/react-router";
import { loadWords } from "../language/i18n.ts";
import { NotFound } from "./NotFound.tsx";
import { RouteError } from "./RouteError.tsx";
import { SignedIn } from "./SignedIn.tsx";

export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: RouteError,
});

/** Everything that needs somebody to be signed in hangs under it. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  component: SignedIn,
});

/** A page in a file of its own, fetched with the words of its namespaces when it is opened or pointed at. */
export function lazyPage(
  namespaces: string | readonly string[],
  load: () => Promise<{ default: RouteComponent }>,
): RouteComponent {
  return lazyRouteComponent(async () => {
    const [page] = await Promise.all([load(), loadWords(namespaces)]);
    return page;
  });
}

/**
 * Makes a check of the search part of an address final. The router hands on what a check leaves out as it stands in the
 * address, beside what the check gave; here it is undefined.
 */
export function checkedSearch<Search extends object>(
  check: (given: Record<string, unknown>) => Search,
): (given: Record<string, unknown>) => Search {
  return (given) => ({
    ...Object.fromEntries(Object.keys(given).map((name) => [name, undefined])),
    ...check(given),
  });
}

/** A text of the search part of an address, undefined when it is absent or empty. */
export function searchText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** One of a list of words, undefined for anything else. */
export function searchChoice<const Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  return choices.find((choice) => choice === value);
}
