import { initTRPC, TRPCError } from "@trpc/server";
import type { Static, TSchema } from "typebox";
import { type CallContext, type Permission, requirePermission, type ServiceName } from "./actor.ts";
import { type ErrorCode, type ErrorDetails, ViveroError } from "./errors.ts";
import { parser, validationErrors } from "./schema.ts";

/** How a {@link ViveroError} travels between services: beside tRPC's own error data, under `vivero`. */
export interface RemoteError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

const OPAQUE: RemoteError = {
  code: "INTERNAL",
  message: "Something went wrong in another service.",
  details: {},
};

const t = initTRPC.context<CallContext>().create({
  // A stack trace must not leave a service, whatever NODE_ENV says.
  isDev: false,
  errorFormatter({ shape, error }) {
    const original = error.cause;
    const vivero: RemoteError =
      original instanceof ViveroError
        ? { code: original.code, message: original.message, details: original.details }
        : OPAQUE;
    return { ...shape, message: vivero.message, data: { ...shape.data, vivero } };
  },
});

export const router = t.router;

/** tRPC's own code decides the HTTP status between services only; callers read `vivero.code`. */
function asTrpcError(error: ViveroError): TRPCError {
  return new TRPCError({ code: error.retryable ? "SERVICE_UNAVAILABLE" : "BAD_REQUEST", cause: error });
}

const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof ViveroError) throw asTrpcError(result.error.cause);
  return result;
});

/** A procedure open to actors whose roles carry the permission. */
export function permitted(permission: Permission) {
  return procedure.use(({ ctx, next }) => {
    requirePermission(ctx.actor, permission);
    return next();
  });
}

/** A procedure that only the named services may call, on whosever behalf. */
export function onlyFor(...callers: readonly ServiceName[]) {
  return procedure.use(({ ctx, next }) => {
    if (!callers.includes(ctx.caller)) {
      throw new ViveroError("FORBIDDEN", `Only ${callers.join(" and ")} may call this, not ${ctx.caller}.`);
    }
    return next();
  });
}

/** A schema as a tRPC input: refuses what does not fit, with every field at fault. */
export function takes<T extends TSchema>(schema: T): (value: unknown) => Static<T> {
  return parser(schema, "input");
}

/** A schema as a tRPC output: a value that breaks our own contract is our fault and stays with us. */
export function gives<T extends TSchema>(schema: T): (value: unknown) => Static<T> {
  return (value) => {
    const errors = validationErrors(schema, value);
    if (errors.length === 0) return value as Static<T>;
    throw new ViveroError("INTERNAL", "A service broke its own contract.", { cause: errors.slice(0, 10) });
  };
}
