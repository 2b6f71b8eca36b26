import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client.ts";

const EVERY_MS = 3_000;

/** What an operator watches, as `GET /operations` tells it. */
export interface Operations {
  readonly services: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly dependencies: readonly {
      readonly name: string;
      readonly ready: boolean;
      readonly detail: string | null;
    }[];
  }[];
  readonly flags: readonly { readonly name: string; readonly enabled: boolean; readonly source: string }[];
  readonly unleashUrl: string | null;
  readonly maintenance: {
    readonly on: boolean;
    readonly message: string | null;
    readonly until: string | null;
  };
  readonly backfills: readonly Backfill[];
  readonly version: string | null;
}

/** A backfill and how far it is. */
export interface Backfill {
  readonly name: string;
  readonly service: string;
  readonly state: string;
  readonly activity: string | null;
  readonly counts: { readonly planned: number; readonly done: number; readonly skipped: number };
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly startedBy: string | null;
}

/** The state of the installation, asked for again every few seconds. */
export const operationsQuery = queryOptions({
  queryKey: ["/operations"],
  queryFn: ({ signal }) => api.get<Operations>("/operations", { signal }),
  refetchInterval: EVERY_MS,
});
