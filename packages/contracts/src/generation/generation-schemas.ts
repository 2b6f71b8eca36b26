import { type Static, Type } from "typebox";
import { ImportReportSchema, TreeCountsSchema } from "../catalog/import-schemas.ts";
import { FieldErrorSchema } from "../errors.ts";
import { Id, Nullable, Page, PageQuery, Timestamp } from "../schema.ts";
import { type GenerationRequest, GenerationRequestSchema } from "./generation-request.ts";

const closed = { additionalProperties: false } as const;

export const GENERATION_STATUSES = ["queued", "processing", "complete", "failed", "cancelled"] as const;
export const GenerationStatusSchema = Type.Enum([...GENERATION_STATUSES], {
  $id: "GenerationStatus",
  description: "queued -> processing -> complete | failed | cancelled",
});

/** How far the import of an accepted scenario is. */
export const IMPORT_STATUSES = ["none", "pending", "succeeded", "failed"] as const;
export const ImportStatusSchema = Type.Enum([...IMPORT_STATUSES], {
  $id: "ImportStatus",
  description:
    "none: accepted without import; pending: will be delivered; failed: can be tried again by accepting again.",
});

/** One liberty that was taken in reading the answer. */
export const JournalEntrySchema = Type.Object(
  {
    path: Type.String({ description: "Where in the read value." }),
    kind: Type.String({ description: "What kind of liberty." }),
    before: Type.Unknown({ description: "What the text held." }),
    after: Type.Unknown({ description: "What was read." }),
    severity: Type.Enum(["cosmetic", "structural", "risky"]),
    at: Type.Object(
      { offset: Type.Integer(), line: Type.Integer(), column: Type.Integer() },
      { ...closed, description: "Where in the text: offset from 0, line and column from 1." },
    ),
  },
  { ...closed, $id: "JournalEntry", description: "One liberty taken in reading an answer." },
);

/** What was replaced in a text before it was stored: kinds and counts, never values. */
export const RedactionFindingSchema = Type.Object(
  { kind: Type.String(), count: Type.Integer({ minimum: 1 }) },
  {
    ...closed,
    $id: "RedactionFinding",
    description: "How often a kind of secret or personal datum was replaced.",
  },
);

/** One attempt to import, refused ones too, as kept in `metadata.import_audit[]`. */
export const ImportAuditEntrySchema = Type.Object(
  {
    status: Type.Enum([
      "started",
      "success",
      "failed",
      "validation_failed",
      "skipped_feature_flag",
      "pending",
      "backfill",
    ]),
    attempted_by: Type.Integer({ description: "The user." }),
    attempted_at: Timestamp,
    request_id: Type.Optional(Type.String()),
    report: Type.Optional(Type.Unknown()),
    errors: Type.Optional(Type.Array(FieldErrorSchema)),
    error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() }, closed)),
  },
  { ...closed, $id: "ImportAuditEntry", description: "One attempt to import, refused ones too." },
);
export type ImportAuditEntry = Static<typeof ImportAuditEntrySchema>;

const EstimatedSchema = Type.Optional(
  Type.Literal(true, {
    description:
      "Some of it is estimated, a token for four characters sent or received: the provider counted nothing, as the answer broke off or was given up.",
  }),
);

const UsageSchema = Type.Object(
  {
    inputTokens: Type.Integer(),
    outputTokens: Type.Integer(),
    totalTokens: Type.Integer(),
    estimated: EstimatedSchema,
  },
  { ...closed, description: "Tokens, as the provider counted them; `estimated` where it did not." },
);

const CostSchema = Type.Object(
  {
    amount: Type.Number({ minimum: 0, description: "In units of the currency, not rounded." }),
    currency: Type.String({ description: "ISO 4217." }),
    estimated: EstimatedSchema,
  },
  { ...closed, description: "By the price list that held when the answer came." },
);

/** Why a generation failed, in words for a planner. */
const FailureSchema = Type.Object(
  {
    code: Type.String({ description: "For example MODEL_UNAVAILABLE, MODEL_TIMEOUT, ANSWER_UNREADABLE." }),
    message: Type.String(),
  },
  { ...closed, description: "Why it failed." },
);

const summaryFields = {
  id: Id,
  status: GenerationStatusSchema,
  language: Type.Enum(["es", "en"]),
  companyName: Type.String(),
  scenarioName: Nullable(Type.String({ description: "As the answer names it; null until there is one." })),
  found: Nullable(TreeCountsSchema),
  confidenceScore: Nullable(Type.Number()),
  attempts: Type.Integer({ minimum: 0 }),
  lastError: Nullable(FailureSchema),
  requestedBy: Nullable(Id),
  createdAt: Timestamp,
  finishedAt: Nullable(Timestamp),
  acceptedAt: Nullable(Timestamp),
  acceptedBy: Nullable(Id),
  scenarioId: Nullable(Id),
};

export const GenerationSummarySchema = Type.Object(summaryFields, {
  ...closed,
  $id: "GenerationSummary",
  description: "A generation in a list.",
});
export type GenerationSummary = Static<typeof GenerationSummarySchema>;

const AttemptSchema = Type.Object(
  {
    attempt: Type.Integer({ minimum: 1 }),
    status: Type.Enum(["running", "succeeded", "failed", "abandoned", "cancelled"]),
    startedAt: Timestamp,
    endedAt: Nullable(Timestamp),
    modelVersion: Nullable(Type.String()),
    finishReason: Nullable(Type.String()),
    usage: Nullable(UsageSchema),
    cost: Nullable(CostSchema),
    error: Nullable(FailureSchema),
  },
  { ...closed, $id: "GenerationAttempt", description: "One request to the model." },
);

export const GenerationSchema = Type.Object(
  {
    ...summaryFields,
    request: Type.Unsafe<GenerationRequest | null>({
      description: "A GenerationRequest; null for generations that were made before the wizard.",
    }),
    promptRedacted: Type.Boolean({ description: "Whether anything was replaced in the prompt." }),
    redactions: Type.Array(RedactionFindingSchema),
    answerText: Nullable(Type.String()),
    answer: Type.Unknown({ description: "The answer as it was read; null until then." }),
    journal: Type.Array(JournalEntrySchema),
    validationErrors: Type.Array(FieldErrorSchema, { description: "Where the answer breaks the contract." }),
    warnings: Type.Array(FieldErrorSchema, {
      description: "Faults outside of the tree, which keep no import back.",
    }),
    modelVersion: Nullable(Type.String()),
    usage: Nullable(UsageSchema),
    cost: Type.Union([CostSchema, Type.Null()], {
      description: "Of all attempts; null without a price list, or when its currency changed between them.",
    }),
    attemptList: Type.Array(AttemptSchema),
    importAudit: Type.Array(ImportAuditEntrySchema),
    startedAt: Nullable(Timestamp),
  },
  {
    ...closed,
    $id: "Generation",
    description: "A generation with everything that is known of it but its prompt.",
  },
);
export type Generation = Static<typeof GenerationSchema>;

export const GenerationPageSchema = Page("GenerationPage", GenerationSummarySchema);

export const GenerationListQuerySchema = Type.Object(
  {
    ...PageQuery,
    status: Type.Optional(GenerationStatusSchema),
    search: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: "In company and scenario names." }),
    ),
  },
  { ...closed, $id: "GenerationListQuery", description: "Which generations, newest first." },
);

export const IdempotencyKeySchema = Type.String({
  $id: "IdempotencyKey",
  description: "Printable ASCII; the same key makes the same generation.",
  minLength: 1,
  maxLength: 200,
  pattern: "^[\\x21-\\x7e]+$",
});

export const CreateGenerationInputSchema = Type.Object(
  { request: GenerationRequestSchema, idempotencyKey: Type.Optional(IdempotencyKeySchema) },
  { ...closed, $id: "CreateGenerationInput", description: "A new generation." },
);
export const CreateGenerationOutputSchema = Type.Object(
  {
    generation: GenerationSummarySchema,
    created: Type.Boolean({ description: "False when the idempotency key had made it before." }),
  },
  { ...closed, $id: "CreateGenerationOutput", description: "The generation, new or as it was made before." },
);

export const PromptPreviewSchema = Type.Object(
  {
    prompt: Type.String({ description: "What the model would be sent and what would be stored." }),
    redactions: Type.Array(RedactionFindingSchema),
    marks: Type.Array(
      Type.Object({ start: Type.Integer(), end: Type.Integer(), kind: Type.String() }, closed),
      { description: "Where in the prompt the replacements stand." },
    ),
  },
  { ...closed, $id: "PromptPreview", description: "The prompt as it would be sent; nothing is stored." },
);

export const RawPromptSchema = Type.Object(
  {
    generationId: Id,
    prompt: Type.String({ description: "As the planner's answers made it, with nothing replaced." }),
  },
  {
    ...closed,
    $id: "RawPrompt",
    description: "The unredacted prompt, where the installation stores them. Each view is audited.",
  },
);

export const FollowInputSchema = Type.Object(
  {
    id: Id,
    after: Nullable(
      Type.String({ maxLength: 100, description: "The last event seen; null from the beginning." }),
    ),
    waitMs: Type.Integer({ minimum: 0, maximum: 25_000, description: "How long to wait for news." }),
  },
  { ...closed, $id: "FollowInput", description: "What happened to a generation since an event." },
);

/** One thing that happened to a generation. Ids are opaque, ordered and the same on every replica. */
export const GenerationEventSchema = Type.Object(
  {
    id: Type.String(),
    type: Type.Enum(["status", "attempt", "chunk", "finished"], {
      description:
        "attempt: a new one began, forget the chunks before; chunk: text of the answer; finished: the end.",
    }),
    data: Type.Object(
      {
        status: Type.Optional(GenerationStatusSchema),
        attempt: Type.Optional(Type.Integer()),
        text: Type.Optional(
          Type.String({
            description: "Of a chunk: what comes next; of an attempt that continues: all before it.",
          }),
        ),
        continues: Type.Optional(
          Type.Literal(true, {
            description: "The attempt goes on where the answer before it was cut, so that its text stays.",
          }),
        ),
        characters: Type.Optional(Type.Integer({ description: "Length of the attempt's text so far." })),
        lastError: Type.Optional(Nullable(FailureSchema)),
      },
      closed,
    ),
  },
  { ...closed, $id: "GenerationEvent", description: "One event of a generation's stream." },
);
export type GenerationEvent = Static<typeof GenerationEventSchema>;

export const FollowOutputSchema = Type.Object(
  {
    events: Type.Array(GenerationEventSchema),
    done: Type.Boolean({ description: "True when nothing can come after these events." }),
  },
  { ...closed, $id: "FollowOutput", description: "Events in order." },
);

export const IdInputSchema = Type.Object(
  { id: Id },
  { ...closed, $id: "IdInput", description: "Which one." },
);

export const AcceptInputSchema = Type.Object(
  { id: Id, import: Type.Boolean({ description: "Whether to import the tree into the catalog as well." }) },
  { ...closed, $id: "AcceptInput", description: "Accept a complete generation." },
);

export const ImportStateSchema = Type.Object(
  {
    status: ImportStatusSchema,
    report: Nullable(ImportReportSchema),
    error: Nullable(FailureSchema),
  },
  { ...closed, $id: "ImportState", description: "How far the import is." },
);
export type ImportState = Static<typeof ImportStateSchema>;
