/** The states of a generation, in the order in which they come. */
export const STATUSES = ["queued", "processing", "complete", "failed", "cancelled"] as const;
