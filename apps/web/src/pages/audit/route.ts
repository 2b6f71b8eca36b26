import { createRoute } from "@tanstack/react-router";
import { lazyPage, signedInRoute } from "../../shell/routes.ts";

export const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/audit",
  component: lazyPage("audit", () => import("./AuditPage.tsx")),
});
