import { type Static, type TSchema, Type } from "typebox";
import { Nullable, Timestamp } from "../schema.ts";
import { type GenerationRequest, GenerationRequestSchema } from "./generation-request.ts";
import { RedactionFindingSchema } from "./generation-schemas.ts";

const closed = { additionalProperties: false } as const;

type Partly<T> = T extends readonly (infer Item)[]
  ? Partly<Item>[]
  : T extends object
    ? { [K in keyof T]?: Partly<T[K]> }
    : T;

/** What of a schema a half-filled form cannot be held to. */
const LIMITS = [
  "$id",
  "required",
  "minLength",
  "maxLength",
  "pattern",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
];

/** The same fields and types, none of them required, and no value too short, long, small or large. */
function unfinished(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(unfinished);
  if (schema === null || typeof schema !== "object") return schema;
  const fields = Object.entries(schema).filter(([key]) => !LIMITS.includes(key));
  return Object.fromEntries(
    fields.map(([key, value]) => [
      key,
      key === "properties"
        ? Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, unfinished(part)]))
        : unfinished(value),
    ]),
  );
}

/** What the wizard holds while it is being filled: a GenerationRequest of which anything may still be missing. */
export const DraftRequestSchema = Type.Unsafe<Partly<GenerationRequest>>({
  ...(unfinished(GenerationRequestSchema) as TSchema),
  $id: "DraftRequest",
  description: "The planner's answers as far as they are; anything may be missing.",
});
export type DraftRequest = Static<typeof DraftRequestSchema>;

/** The most drafts that one person may have, and the most bytes of one. */
export const DRAFT_LIMITS = { count: 50, bytes: 200_000, days: 90 } as const;

export const DraftIdSchema = Type.String({
  $id: "DraftId",
  description: "A UUID that the page chose.",
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
});

const Step = Type.Integer({ minimum: 1, maximum: 5, description: "The step of the wizard to go on with." });

export const DraftSummarySchema = Type.Object(
  {
    id: DraftIdSchema,
    step: Step,
    companyName: Nullable(Type.String({ description: "Null while it is not filled in." })),
    updatedAt: Timestamp,
  },
  { ...closed, $id: "DraftSummary", description: "A draft of the wizard in short." },
);

export const DraftListSchema = Type.Object(
  { items: Type.Array(DraftSummarySchema) },
  { ...closed, $id: "DraftList", description: "Your drafts, newest first." },
);

export const DraftSchema = Type.Object(
  {
    id: DraftIdSchema,
    step: Step,
    request: DraftRequestSchema,
    redactions: Type.Array(RedactionFindingSchema, {
      description: "What stands replaced in the answers, by kind.",
    }),
    updatedAt: Timestamp,
  },
  { ...closed, $id: "Draft", description: "A draft of the wizard, redacted like a prompt." },
);
export type Draft = Static<typeof DraftSchema>;

export const DraftBodySchema = Type.Object(
  { step: Step, request: DraftRequestSchema },
  { ...closed, $id: "DraftBody", description: "What to save." },
);

export const DraftIdInputSchema = Type.Object(
  { draftId: DraftIdSchema },
  { ...closed, $id: "DraftIdInput", description: "One draft." },
);

export const SaveDraftInputSchema = Type.Object(
  { draftId: DraftIdSchema, ...DraftBodySchema.properties },
  { ...closed, $id: "SaveDraftInput", description: "A draft to save, new or again." },
);
