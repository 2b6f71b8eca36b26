import { type Static, Type } from "typebox";
import { Id, Nullable, Page, PageQuery, Timestamp } from "../schema.ts";
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

/** One entity of a scenario, flat; `parentId` gives the tree. */
export const IncubatingEntitySchema = Type.Object(
  {
    type: EntityTypeSchema,
    id: Id,
    parentId: Nullable(Id),
    llmId: Nullable(Type.String()),
    name: Type.String(),
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
    rejectionReason: Nullable(Type.String()),
    decidedBy: Nullable(Id),
    decidedAt: Nullable(Timestamp),
  },
  { ...closed, $id: "IncubatingEntity", description: "One imported entity and its state." },
);
export type IncubatingEntity = Static<typeof IncubatingEntitySchema>;

const byStatus = {
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
    counts: Type.Object(byStatus, closed),
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

export const ReviewItemSchema = Type.Object(
  { type: EntityTypeSchema, id: Id },
  { ...closed, $id: "ReviewItem", description: "One entity." },
);

const selection = {
  items: Type.Optional(
    Type.Array(ReviewItemSchema, { minItems: 1, maxItems: 50_000, description: "These entities." }),
  ),
  all: Type.Optional(
    Type.Literal(true, { description: "Everything of the scenario that the decision can apply to." }),
  ),
};

/** Either `items` or `all: true`. */
export const SelectionSchema = Type.Object(selection, {
  ...closed,
  $id: "Selection",
  description: "Which entities: `items`, or `all: true`.",
  minProperties: 1,
  maxProperties: 1,
});
export const RejectionSchema = Type.Object(
  {
    ...selection,
    reason: Type.String({
      minLength: 1,
      maxLength: 2_000,
      pattern: "\\S",
      description: "Why; kept with each.",
    }),
  },
  {
    ...closed,
    $id: "Rejection",
    description: "Which entities (`items`, or `all: true`), and why.",
    minProperties: 2,
    maxProperties: 2,
  },
);

export const ReviewInputSchema = Type.Object(
  { scenarioId: Id, selection: SelectionSchema },
  { ...closed, $id: "ReviewInput", description: "A decision on entities of a scenario." },
);
export type ReviewInput = Static<typeof ReviewInputSchema>;
export const RejectInputSchema = Type.Object(
  { scenarioId: Id, selection: SelectionSchema, reason: RejectionSchema.properties.reason },
  { ...closed, $id: "RejectInput", description: "A rejection of entities of a scenario." },
);
export type RejectInput = Static<typeof RejectInputSchema>;

export const ReviewConflictSchema = Type.Object(
  {
    type: EntityTypeSchema,
    id: Id,
    name: Type.String(),
    reason: Type.Enum(
      ["name_already_active", "ancestor_in_conflict", "ancestor_rejected", "used_by_another_scenario"],
      {
        description: "Why the decision does not apply to it; it stays as it was.",
      },
    ),
    existing: Nullable(
      Type.Object(EntityReferenceSchema.properties, {
        ...closed,
        description: "What stands in the way; the one to merge into.",
      }),
    ),
  },
  { ...closed, $id: "ReviewConflict", description: "An entity that a decision could not apply to." },
);
export type ReviewConflict = Static<typeof ReviewConflictSchema>;

export const ReviewedEntitySchema = Type.Object(
  {
    type: EntityTypeSchema,
    id: Id,
    from: EntityStatusSchema,
    to: EntityStatusSchema,
    mergedIntoId: Nullable(Id),
  },
  { ...closed, $id: "ReviewedEntity", description: "One change that a decision made." },
);

export const ReviewResultSchema = Type.Object(
  {
    decisionId: Nullable(Id),
    action: Type.Enum(["approve", "reject", "undo"]),
    changed: Type.Array(ReviewedEntitySchema, {
      description: "Everything that changed, ancestors and branches too.",
    }),
    counts: Type.Object(byStatus, {
      ...closed,
      description: "How many of the changed are now in each state.",
    }),
    unchanged: Type.Integer({ minimum: 0, description: "How many were already as asked." }),
    conflicts: Type.Array(ReviewConflictSchema),
    remaining: Type.Integer({ minimum: 0, description: "How many of the scenario are left to decide." }),
  },
  { ...closed, $id: "ReviewResult", description: "What a decision did and what it could not do." },
);
export type ReviewResult = Static<typeof ReviewResultSchema>;

export const CatalogQuerySchema = Type.Object(
  {
    ...PageQuery,
    type: EntityTypeSchema,
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "In the name." })),
    parentId: Type.Optional(Id),
  },
  { ...closed, $id: "CatalogQuery", description: "Which active entities." },
);
export const CatalogEntitySchema = Type.Object(
  {
    type: EntityTypeSchema,
    id: Id,
    parentId: Nullable(Id),
    name: Type.String(),
    description: Nullable(Type.String()),
    level: Nullable(Type.Integer()),
    scenarioId: Id,
    generationId: Id,
    path: Type.String(),
    promotedBy: Nullable(Id),
    promotedAt: Nullable(Timestamp),
    usedAs: Type.Integer({ minimum: 0, description: "How many merged entities point to it." }),
  },
  {
    ...closed,
    $id: "CatalogEntity",
    description: "An active entity, where it came from and who promoted it.",
  },
);
export type CatalogEntity = Static<typeof CatalogEntitySchema>;
export const CatalogPageSchema = Page("CatalogPage", CatalogEntitySchema);
export type CatalogPage = Static<typeof CatalogPageSchema>;
