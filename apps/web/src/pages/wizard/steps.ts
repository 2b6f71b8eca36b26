/** The five steps of the wizard, as the generation contract groups its fields, and the preview behind them. */
export const STEPS = ["identity", "situation", "intent", "resources", "horizon"] as const;
export type Step = (typeof STEPS)[number];
export const LAST_STEP = STEPS.length + 1;
