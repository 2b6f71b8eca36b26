import { createRoute } from "@tanstack/react-router";
import { checkedSearch, lazyPage, searchText, signedInRoute } from "../../shell/routes.ts";
import { LAST_STEP } from "./steps.ts";

/** Which draft is open, at which step; `preview` shows the prompt. */
export interface WizardSearch {
  draft?: string;
  step?: number;
}

export const wizardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/generations/new",
  validateSearch: checkedSearch((given: Record<string, unknown>): WizardSearch => {
    const draft = searchText(given.draft);
    const step = Number(given.step);
    const isStep = Number.isInteger(step) && step >= 1 && step <= LAST_STEP;
    return { ...(draft ? { draft } : {}), ...(isStep ? { step } : {}) };
  }),
  component: lazyPage(["wizard", "generation"], () => import("./WizardPage.tsx")),
});
