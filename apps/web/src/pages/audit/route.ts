import { createRoute } from "@tanstack/react-router";
import { loadWords } from "../../language/i18n.ts";
import { checkedSearch, lazyPage, searchText, signedInRoute } from "../../shell/routes.ts";

/** Which events the list shows, and which one is open. Days are the reader's own. */
export interface AuditSearch {
  action?: string;
  entityType?: string;
  entityId?: number;
  scenarioId?: number;
  actorUserId?: number;
  from?: string;
  to?: string;
  event?: string;
}

const TEXTS = ["action", "entityType", "from", "to", "event"] as const;
const NUMBERS = ["entityId", "scenarioId", "actorUserId"] as const;

export const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/audit",
  validateSearch: checkedSearch(
    (given: Record<string, unknown>): AuditSearch =>
      Object.fromEntries([
        ...TEXTS.flatMap((name) => {
          const value = searchText(given[name]);
          return value === undefined ? [] : [[name, value]];
        }),
        ...NUMBERS.flatMap((name) => {
          const value = Number(given[name]);
          return Number.isSafeInteger(value) && value > 0 ? [[name, value]] : [];
        }),
      ]),
  ),
  component: lazyPage("audit", async () => {
    const [page] = await Promise.all([import("./AuditPage.tsx"), loadWords("actions")]);
    return page;
  }),
});
