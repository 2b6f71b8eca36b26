import { createRoute, createRouter, Navigate } from "@tanstack/react-router";
import { auditRoute } from "./pages/audit/route.ts";
import { catalogRoute } from "./pages/catalog/route.ts";
import { generationRoute } from "./pages/generation/route.ts";
import { generationsRoute } from "./pages/generations/route.ts";
import { operationsRoute } from "./pages/operations/route.ts";
import { scenarioRoute } from "./pages/scenario/route.ts";
import { scenariosRoute } from "./pages/scenarios/route.ts";
import { signInRoute } from "./pages/sign-in/route.ts";
import { wizardRoute } from "./pages/wizard/route.ts";
import { useSession } from "./session/session-context.tsx";
import { homeOf } from "./shell/navigation.ts";
import { RouteError } from "./shell/RouteError.tsx";
import { rootRoute, signedInRoute } from "./shell/routes.ts";

function Home() {
  const { user } = useSession();
  return <Navigate to={homeOf(user.roles)} replace />;
}

const homeRoute = createRoute({ getParentRoute: () => signedInRoute, path: "/", component: Home });

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([
    homeRoute,
    generationsRoute,
    wizardRoute,
    generationRoute,
    scenariosRoute,
    scenarioRoute,
    catalogRoute,
    auditRoute,
    operationsRoute,
  ]),
]);

/** Every address of the page. Its search part is typed by each route and holds all state that can be sent to a colleague. */
export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultErrorComponent: RouteError,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
