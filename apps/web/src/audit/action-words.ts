/** What each audited change is called in the API, by what it is about; the page has words for them. */
export const ACTIONS = [
  "generation.created",
  "generation.started",
  "generation.completed",
  "generation.failed",
  "generation.cancelled",
  "generation.retried",
  "generation.accepted",
  "scenario.created",
  "scenario.linked",
  "scenario.incubating",
  "scenario.incubated",
  "import.started",
  "import.succeeded",
  "import.failed",
  "import.validation_failed",
  "import.skipped_feature_flag",
  "incubation.imported",
  "capability.approved",
  "capability.merged",
  "capability.rejected",
  "capability.reopened",
  "capability.edited",
  "competency.approved",
  "competency.merged",
  "competency.rejected",
  "competency.reopened",
  "competency.edited",
  "skill.approved",
  "skill.merged",
  "skill.rejected",
  "skill.reopened",
  "skill.edited",
  "prompt.viewed",
  "raw_prompt.viewed",
  "backfill.applied",
] as const;

/** The key of an action's words in the namespace `actions`; give the action itself as the default, a newer service may have others. */
export function actionKey(action: string): `of.${(typeof ACTIONS)[number]}` {
  return `of.${action as (typeof ACTIONS)[number]}`;
}
