import { type Static, Type } from "typebox";
import { Id, Nullable, Page, PageQuery, Timestamp } from "../schema.ts";
import { EntityTypeSchema } from "./import-schemas.ts";
import { EntityReferenceSchema, SimilarEntitySchema } from "./incubation-tree-schemas.ts";

const closed = { additionalProperties: false } as const;

export const CatalogQuerySchema = Type.Object(
  {
    ...PageQuery,
    type: EntityTypeSchema,
    search: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description:
          "In the name or an alias; case, accents and typing errors are forgiven, the best come first.",
      }),
    ),
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
    aliases: Type.Array(Type.String(), {
      maxItems: 5,
      description: "Other names of merged entities that point to it; the first few.",
    }),
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

/** What was done to an entity, as the audit trail tells it. */
const HistoryEntrySchema = Type.Object(
  {
    at: Timestamp,
    userId: Id,
    action: Type.String({ description: "For example `skill.approved`." }),
    scenarioId: Nullable(Id),
    before: Type.Unknown({ description: "What it was, as far as it changed." }),
    after: Type.Unknown({ description: "What it became." }),
  },
  closed,
);

export const CatalogDetailInputSchema = Type.Object(
  { type: EntityTypeSchema, id: Id },
  { ...closed, $id: "CatalogDetailInput", description: "Which active entity." },
);
export type CatalogDetailInput = Static<typeof CatalogDetailInputSchema>;

export const CatalogDetailSchema = Type.Object(
  {
    entity: CatalogEntitySchema,
    ancestors: Type.Array(EntityReferenceSchema, { description: "From the capability down to its parent." }),
    children: Type.Object(
      { count: Type.Integer({ minimum: 0 }) },
      { ...closed, description: "Active ones." },
    ),
    aliases: Type.Array(
      Type.Object(
        { ...EntityReferenceSchema.properties, scenarioId: Id, mergedAt: Nullable(Timestamp) },
        closed,
      ),
      { description: "What was merged into it, newest first, at most 200." },
    ),
    usedIn: Type.Array(
      Type.Object({ scenarioId: Id, as: Type.String({ description: "Its name there." }) }, closed),
      { description: "Scenarios in which it stands, newest first, at most 200." },
    ),
    history: Type.Array(HistoryEntrySchema, { description: "Newest first, at most 200." }),
  },
  {
    ...closed,
    $id: "CatalogDetail",
    description: "An active entity with where it stands, what else it is called, and its history.",
  },
);
export type CatalogDetail = Static<typeof CatalogDetailSchema>;

export const SimilarQuerySchema = Type.Object(
  {
    type: EntityTypeSchema,
    name: Type.String({
      minLength: 1,
      maxLength: 500,
      pattern: "\\S",
      description: "The name to compare with.",
    }),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 25, default: 10, description: "How many at most." }),
    ),
  },
  { ...closed, $id: "SimilarQuery", description: "A name, and the kind of what it may be." },
);
export type SimilarQuery = Static<typeof SimilarQuerySchema>;
export const SimilarEntitiesSchema = Type.Object(
  { items: Type.Array(SimilarEntitySchema) },
  { ...closed, $id: "SimilarEntities", description: "Active entities that are like a name, best first." },
);
export type SimilarEntities = Static<typeof SimilarEntitiesSchema>;
