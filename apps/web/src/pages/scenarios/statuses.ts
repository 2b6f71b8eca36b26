/** The states of a scenario, in the order in which they come. */
export const STATUSES = ["draft", "incubating", "incubated", "active", "archived"] as const;
