/** What an event can be about. */
export const ENTITY_TYPES = [
  "generation",
  "scenario",
  "incubation",
  "capability",
  "competency",
  "skill",
  "backfill",
] as const;
