import { type Static, Type } from "typebox";
import { Nullable, Timestamp } from "../schema.ts";
import { FlagListSchema } from "./flag-schemas.ts";

const closed = { additionalProperties: false } as const;

/** A backfill as its register tells it: of the whole installation, no organization's rows. */
export const BackfillStateSchema = Type.Object(
  {
    name: Type.String(),
    service: Type.Enum(["generation-service", "catalog-service"], { description: "Whose data it fills." }),
    state: Type.Enum(["pending", "running", "paused", "cancelled", "failed", "finished"]),
    activity: Nullable(
      Type.Enum(["apply", "undo"], { description: "What the latest run did; null before the first." }),
    ),
    counts: Type.Object(
      {
        planned: Type.Integer({ minimum: 0, description: "Rows of the latest run's plan." }),
        done: Type.Integer({ minimum: 0, description: "Of these, written or taken back so far." }),
        skipped: Type.Integer({ minimum: 0, description: "Of these, left alone after all." }),
      },
      closed,
    ),
    startedAt: Nullable(Timestamp),
    finishedAt: Nullable(Timestamp),
    startedBy: Nullable(Type.String({ description: "The account that started the latest run." })),
  },
  { ...closed, $id: "BackfillState", description: "How far a backfill is." },
);
export type BackfillState = Static<typeof BackfillStateSchema>;

export const BackfillListSchema = Type.Object(
  { items: Type.Array(BackfillStateSchema) },
  { ...closed, $id: "BackfillList", description: "The backfills of one service." },
);

export const ServiceHealthSchema = Type.Object(
  {
    name: Type.String(),
    ready: Type.Boolean(),
    dependencies: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          ready: Type.Boolean(),
          detail: Nullable(Type.String({ description: "What is wrong, in a word; null while all is well." })),
        },
        closed,
      ),
    ),
  },
  { ...closed, $id: "ServiceHealth", description: "Whether a service and what it leans on is ready." },
);
export type ServiceHealth = Static<typeof ServiceHealthSchema>;

export const OperationsSchema = Type.Object(
  {
    services: Type.Array(ServiceHealthSchema),
    flags: FlagListSchema.properties.items,
    unleashUrl: Nullable(Type.String({ description: "Where operators switch flags." })),
    maintenance: Type.Object(
      {
        on: Type.Boolean(),
        message: Nullable(Type.String({ description: "The operator's words." })),
        until: Nullable(Timestamp),
      },
      closed,
    ),
    backfills: Type.Array(BackfillStateSchema, {
      description: "Those of a service that is away are missing; `services` tells which.",
    }),
    version: Nullable(Type.String()),
  },
  { ...closed, $id: "Operations", description: "The installation as it stands." },
);
export type Operations = Static<typeof OperationsSchema>;
