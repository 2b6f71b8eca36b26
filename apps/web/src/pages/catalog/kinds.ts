/** The three kinds of the catalog, as addresses name them, from the widest to the narrowest. */
export const KINDS = ["capabilities", "competencies", "skills"] as const;
export type Kind = (typeof KINDS)[number];
