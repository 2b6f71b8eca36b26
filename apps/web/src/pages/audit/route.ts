import { createRoute } from "@tanstack/react-router";
import { loadWords } from "../../language/i18n.ts";
import { lazyPage, searchText, signedInRoute } from "../../shell/routes.ts";

/** Which events the list shows, and which one is open. Days are the reader's own. */
export interface AuditSearch {
  action?: string;
  entityType?: string;
  entityId?: string;
  scenarioId?: string;
  actorUserId?: string;
  from?: string;
  to?: string;
  event?: string;
}

const NAMES = [
  "action",
  "entityType",
  "entityId",
  "scenarioId",
  "actorUserId",
  "from",
  "to",
  "event",
] as const satisfies readonly (keyof AuditSearch)[];

export const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/audit",
  validateSearch: (given: Record<string, unknown>): AuditSearch =>
    Object.fromEntries(
      NAMES.flatMap((name) => {
        const value = searchText(given[name]);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  component: lazyPage("audit", async () => {
    const [page] = await Promise.all([import("./AuditPage.tsx"), loadWords("actions")]);
    return page;
  }),
});
