import { type Static, Type } from "typebox";
import { Id, Nullable, Timestamp } from "../schema.ts";
import { EntityTypeSchema, ImportReportSchema, TreeCountsSchema } from "./import-schemas.ts";

const closed = { additionalProperties: false } as const;

export const ENTITY_STATUSES = ["in_incubation", "active", "merged", "rejected"] as const;
export const EntityStatusSchema = Type.Enum([...ENTITY_STATUSES], {
  $id: "EntityStatus",
  description: "in_incubation -> active | merged | rejected",
});

/** A short pointer to an entity, enough to show it. */
export const EntityReferenceSchema = Type.Object(
  { type: EntityTypeSchema, id: Id, name: Type.String() },
  { ...closed, $id: "EntityReference", description: "An entity of the catalog." },
);

/** An active entity that is like a name, and how much. */
export const SimilarEntitySchema = Type.Object(
  {
    ...EntityReferenceSchema.properties,
    similarity: Type.Number({ minimum: 0, maximum: 1, description: "1 for the same name." }),
    ambiguous: Type.Boolean({ description: "Whether several entities fit about equally well." }),
  },
  { ...closed, $id: "SimilarEntity", description: "An active entity that may be the same thing." },
);
export type SimilarEntity = Static<typeof SimilarEntitySchema>;

/** Who reviews a capability's branch just now; nobody else can decide on it until then. */
export const ReviewLeaseSchema = Type.Object(
  {
    capabilityId: Id,
    userId: Id,
    userName: Nullable(Type.String({ description: "What the person is called, where known." })),
    expiresAt: Timestamp,
  },
  { ...closed, $id: "ReviewLease", description: "A branch that somebody reviews, and until when." },
);
export type ReviewLease = Static<typeof ReviewLeaseSchema>;

export const LeaseRequestSchema = Type.Object(
  { capabilityId: Id },
  { ...closed, $id: "LeaseRequest", description: "Which branch to review." },
);
export const LeaseInputSchema = Type.Object(
  { scenarioId: Id, capabilityId: Id },
  { ...closed, $id: "LeaseInput", description: "A branch of a scenario." },
);
export type LeaseInput = Static<typeof LeaseInputSchema>;

/** One entity of a scenario, flat; `parentId` gives the tree. */
export const IncubatingEntitySchema = Type.Object(
  {
    type: EntityTypeSchema,
    id: Id,
    parentId: Nullable(Id),
    llmId: Nullable(Type.String()),
    name: Type.String(),
    editedFrom: Nullable(Type.String({ description: "The model's name, where a reviewer changed it." })),
    description: Nullable(Type.String()),
    level: Nullable(
      Type.Integer({ description: "Importance of a capability, required level of a competency." }),
    ),
    status: EntityStatusSchema,
    path: Type.String({ description: "Where in the answer it comes from." }),
    mergedInto: Nullable(EntityReferenceSchema),
    sameAs: Nullable(
      Type.Object(EntityReferenceSchema.properties, {
        ...closed,
        description: "The active entity of another origin that bears the same name.",
      }),
    ),
    suggestions: Type.Array(SimilarEntitySchema, {
      maxItems: 3,
      description: "Active entities that it may be, best first; only while it incubates.",
    }),
    rejectionReason: Nullable(Type.String()),
    decidedBy: Nullable(Id),
    decidedAt: Nullable(Timestamp),
  },
  { ...closed, $id: "IncubatingEntity", description: "One imported entity and its state." },
);
export type IncubatingEntity = Static<typeof IncubatingEntitySchema>;

/** How many of each kind are in each state. */
export const CountsByStatus = {
  in_incubation: TreeCountsSchema,
  active: TreeCountsSchema,
  merged: TreeCountsSchema,
  rejected: TreeCountsSchema,
};

export const IncubationTreeSchema = Type.Object(
  {
    scenarioId: Id,
    generationId: Nullable(Id),
    importReport: Nullable(ImportReportSchema),
    revision: Type.Integer({ minimum: 0 }),
    remaining: Type.Integer({ minimum: 0, description: "How many are left to decide." }),
    counts: Type.Object(CountsByStatus, closed),
    suggestionsReady: Type.Boolean({
      description: "Whether suggestions were computed; they are soon after the import.",
    }),
    leases: Type.Array(ReviewLeaseSchema, { description: "Branches that somebody reviews just now." }),
    capabilities: Type.Array(IncubatingEntitySchema, { description: "In the order of the answer." }),
    competencies: Type.Array(IncubatingEntitySchema),
    skills: Type.Array(IncubatingEntitySchema),
  },
  {
    ...closed,
    $id: "IncubationTree",
    description: "Everything imported for a scenario, in the order of the answer.",
  },
);
export type IncubationTree = Static<typeof IncubationTreeSchema>;
