import "i18next";
import type actions from "./en/actions.json";
import type audit from "./en/audit.json";
import type catalog from "./en/catalog.json";
import type generation from "./en/generation.json";
import type generations from "./en/generations.json";
import type journal from "./en/journal.json";
import type operations from "./en/operations.json";
import type review from "./en/review.json";
import type scenario from "./en/scenario.json";
import type scenarios from "./en/scenarios.json";
import type shell from "./en/shell.json";
import type signIn from "./en/sign-in.json";
import type states from "./en/states.json";
import type wizard from "./en/wizard.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: {
      actions: typeof actions;
      audit: typeof audit;
      catalog: typeof catalog;
      generation: typeof generation;
      generations: typeof generations;
      journal: typeof journal;
      operations: typeof operations;
      review: typeof review;
      scenario: typeof scenario;
      scenarios: typeof scenarios;
      shell: typeof shell;
      "sign-in": typeof signIn;
      states: typeof states;
      wizard: typeof wizard;
    };
  }
}
