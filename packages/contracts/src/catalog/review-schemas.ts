import { type Static, Type } from "typebox";
import { Id, Nullable } from "../schema.ts";
import { EntityTypeSchema } from "./import-schemas.ts";
import { CountsByStatus, EntityReferenceSchema, EntityStatusSchema } from "./incubation-tree-schemas.ts";

const closed = { additionalProperties: false } as const;
const MOST_ITEMS = 50_000;

export const ReviewItemSchema = Type.Object(
  { type: EntityTypeSchema, id: Id },
  { ...closed, $id: "ReviewItem", description: "One entity." },
);

const selection = {
  items: Type.Optional(
    Type.Array(ReviewItemSchema, { minItems: 1, maxItems: MOST_ITEMS, description: "These entities." }),
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

/** What a reviewer can decide on any number of entities at once. */
const DECISIONS = ["approve", "reject", "merge", "undo"] as const;

export const MergeItemSchema = Type.Object(
  { ...ReviewItemSchema.properties, intoId: Id },
  { ...closed, $id: "MergeItem", description: "An entity, and the active one of its kind that it is." },
);
export const MergeSchema = Type.Object(
  { items: Type.Array(MergeItemSchema, { minItems: 1, maxItems: MOST_ITEMS }) },
  { ...closed, $id: "Merge", description: "Which entities are which active ones." },
);
export const MergeInputSchema = Type.Object(
  { scenarioId: Id, items: MergeSchema.properties.items },
  { ...closed, $id: "MergeInput", description: "A merge of entities of a scenario." },
);
export type MergeInput = Static<typeof MergeInputSchema>;

export const PreviewSchema = Type.Object(
  {
    action: Type.Enum([...DECISIONS]),
    items: Type.Optional(
      Type.Array(Type.Object({ ...ReviewItemSchema.properties, intoId: Type.Optional(Id) }, closed), {
        minItems: 1,
        maxItems: MOST_ITEMS,
        description: "These entities; for a merge with `intoId`.",
      }),
    ),
    all: selection.all,
    reason: Type.Optional(
      Type.String({ maxLength: 2_000, description: "Of a rejection; it changes nothing." }),
    ),
  },
  {
    ...closed,
    $id: "Preview",
    description: "A decision as it would be sent, `items` or `all: true`; nothing is written.",
  },
);
export const PreviewInputSchema = Type.Object(
  { scenarioId: Id, ...PreviewSchema.properties },
  { ...closed, $id: "PreviewInput", description: "A decision on a scenario, to be told and not taken." },
);
export type PreviewInput = Static<typeof PreviewInputSchema>;

export const EntityEditSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" })),
    description: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
    level: Type.Optional(
      Nullable(
        Type.Integer({
          minimum: 1,
          maximum: 5,
          description: "Importance of a capability, required level of a competency; a skill has none.",
        }),
      ),
    ),
  },
  {
    ...closed,
    $id: "EntityEdit",
    description: "What to change of an incubating entity; what is left out stays.",
    minProperties: 1,
  },
);
export const EditInputSchema = Type.Object(
  { scenarioId: Id, type: EntityTypeSchema, id: Id, changes: EntityEditSchema },
  { ...closed, $id: "EditInput", description: "A change of one incubating entity." },
);
export type EditInput = Static<typeof EditInputSchema>;

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
      [
        "name_already_active",
        "ancestor_in_conflict",
        "ancestor_rejected",
        "used_by_another_scenario",
        "leased_by_another",
        "already_decided",
        "target_is_itself",
        "target_not_found",
        "target_not_active",
      ],
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
    action: Type.Enum([...DECISIONS]),
    changed: Type.Array(ReviewedEntitySchema, {
      description: "Everything that changed, ancestors and branches too.",
    }),
    counts: Type.Object(CountsByStatus, {
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
