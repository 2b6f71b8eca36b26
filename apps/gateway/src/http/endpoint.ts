import type { CallContext, ErrorCode, Permission } from "@vivero/contracts";
import type { Context } from "hono";
import { type Static, type TObject, type TSchema, Type } from "typebox";
import type { Installation } from "../operations/installation.ts";
import type { Services } from "../services.ts";
import { jsonBody, parameters } from "./request-values.ts";

/** Who calls, and the services ready to act for them. */
export interface Caller extends Pick<CallContext, "actor" | "requestId"> {
  readonly services: Services;
  readonly installation: Installation;
}

/** One response of an operation, as OpenAPI tells it. */
export interface ResponseDescription {
  readonly description: string;
  readonly schema?: TSchema;
  readonly contentType?: string;
}

/** What describes an operation to a reader; the handler below it does it. */
interface Description {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** Below the API's prefix, with `{name}` for parameters. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly permission: Permission;
  readonly responses: Readonly<Record<number, ResponseDescription>>;
  /** The errors that a caller should be ready for, beside those that any request may meet. */
  readonly errors?: readonly ErrorCode[];
  readonly headers?: TObject;
}

interface Definition<P extends TObject, Q extends TObject, B extends TSchema> extends Description {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  handle(
    call: Caller & {
      readonly c: Context;
      readonly params: Static<P>;
      readonly query: Static<Q>;
      readonly body: Static<B>;
    },
  ): Promise<Response>;
}

/** An operation of the HTTP API: its description for OpenAPI, and the way to run it. */
export interface Endpoint extends Description {
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TSchema;
  run(c: Context, caller: Caller): Promise<Response>;
}

const NOTHING = Type.Object({}, { additionalProperties: false });

/** Makes an operation of its description and handler: parses what comes in, so that the handler sees typed values. */
export function endpoint<
  P extends TObject = typeof NOTHING,
  Q extends TObject = typeof NOTHING,
  B extends TSchema = typeof NOTHING,
>(definition: Definition<P, Q, B>): Endpoint {
  const { handle, ...description } = definition;
  return {
    ...description,
    run: async (c, caller) =>
      await handle({
        ...caller,
        c,
        params: parameters(
          definition.params ?? NOTHING,
          c.req.param() as Record<string, string>,
          "path",
        ) as Static<P>,
        query: parameters(definition.query ?? NOTHING, c.req.query(), "query") as Static<Q>,
        body: (definition.body ? await jsonBody(c, definition.body) : {}) as Static<B>,
      }),
  };
}
