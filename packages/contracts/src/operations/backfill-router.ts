import type { Static } from "typebox";
import type { CallContext } from "../actor.ts";
import { NothingSchema } from "../audit/audit-schemas.ts";
import { gives, permitted, router, takes } from "../trpc.ts";
import { BackfillListSchema } from "./operations-schemas.ts";

/** What each service tells operators of the backfills of its own schema. */
export interface BackfillApi {
  listBackfills(context: CallContext): Promise<Static<typeof BackfillListSchema>>;
}

/** The procedures about backfills, which both services have alike. */
export function createBackfillRouter(api: BackfillApi) {
  return router({
    list: permitted("operations:read")
      .input(takes(NothingSchema))
      .output(gives(BackfillListSchema))
      .query(({ ctx }) => api.listBackfills(ctx)),
  });
}
