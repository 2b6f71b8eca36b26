import { type Static, Type } from "typebox";
import { Id, Nullable, Timestamp } from "../schema.ts";

const closed = { additionalProperties: false } as const;

export const ENTITY_TYPES = ["capability", "competency", "skill"] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];
export const EntityTypeSchema = Type.Enum([...ENTITY_TYPES], {
  $id: "EntityType",
  description: "The three kinds of the catalog.",
});

/** How many of each kind. */
export const TreeCountsSchema = Type.Object(
  {
    capabilities: Type.Integer({ minimum: 0 }),
    competencies: Type.Integer({ minimum: 0 }),
    skills: Type.Integer({ minimum: 0 }),
  },
  { ...closed, $id: "TreeCounts", description: "How many capabilities, competencies and skills." },
);
export type TreeCounts = Static<typeof TreeCountsSchema>;

const node = {
  llmId: Nullable(Type.String({ description: "The model's own id." })),
  name: Type.String({ minLength: 1, maxLength: 500 }),
  description: Nullable(Type.String()),
  path: Type.String({ description: "Where in the answer, for example `capabilities[0].competencies[2]`." }),
};
const level = Nullable(Type.Integer({ minimum: 1, maximum: 5 }));

const ImportSkillSchema = Type.Object(node, closed);
const ImportCompetencySchema = Type.Object(
  { ...node, requiredLevel: level, skills: Type.Array(ImportSkillSchema) },
  closed,
);
const ImportCapabilitySchema = Type.Object(
  { ...node, importance: level, competencies: Type.Array(ImportCompetencySchema) },
  closed,
);

/** A part of the answer that a lenient import left out, and why. */
export const SkippedPartSchema = Type.Object(
  { path: Type.String(), reason: Type.String() },
  { ...closed, $id: "SkippedPart", description: "A part of the answer that was not imported, and why." },
);
export type SkippedPart = Static<typeof SkippedPartSchema>;

export const ImportInputSchema = Type.Object(
  {
    scenarioId: Id,
    generationId: Id,
    payloadHash: Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 of the tree, in hex." }),
    capabilities: Type.Array(ImportCapabilitySchema),
    skipped: Type.Array(SkippedPartSchema),
  },
  {
    ...closed,
    $id: "ImportInput",
    description: "The tree of one accepted answer. Idempotent by generation and hash.",
  },
);
export type ImportInput = Static<typeof ImportInputSchema>;
export type ImportCapability = Static<typeof ImportCapabilitySchema>;

export const ImportReportSchema = Type.Object(
  {
    incubationId: Id,
    payloadHash: Type.String(),
    imported: TreeCountsSchema,
    alreadyActive: Type.Object(TreeCountsSchema.properties, {
      ...closed,
      description: "How many carry a name that is active already; they stand beside it and suggest it.",
    }),
    skipped: Type.Array(SkippedPartSchema),
    importedAt: Timestamp,
  },
  { ...closed, $id: "ImportReport", description: "What one import did." },
);
export type ImportReport = Static<typeof ImportReportSchema>;
