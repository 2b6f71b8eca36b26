/** What the list can be narrowed to: what is left, what clashes, what looks like something known, what is done. */
export const FILTERS = ["open", "conflicts", "alike", "decided"] as const;
export type Filter = (typeof FILTERS)[number];
