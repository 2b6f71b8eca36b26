import { type CreateTRPCClient, createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import type { AnyTRPCRouter } from "@trpc/server";
import { type Actor, isErrorCode, type RemoteError, type ServiceName, ViveroError } from "@vivero/contracts";
import { signServiceToken } from "./service-token.ts";

/** On whose behalf a call is made. */
export interface OnBehalf {
  readonly actor: Actor;
  readonly requestId: string;
  /** Ends the call early, beside the client's own deadline. */
  readonly signal?: AbortSignal;
}

/** Remote errors are known by their code, never by their class; anything without one is the network's. */
function asViveroError(error: unknown, url: string): ViveroError {
  const remote = (error instanceof TRPCClientError ? error.data?.vivero : undefined) as
    | RemoteError
    | undefined;
  if (remote && isErrorCode(remote.code)) {
    return new ViveroError(remote.code, remote.message, { details: remote.details, cause: error });
  }
  const service = new URL(url).host;
  return new ViveroError(
    "DEPENDENCY_UNAVAILABLE",
    "Another part of Vivero does not answer; try again shortly.",
    {
      cause: new Error(`no usable answer of ${service}`, { cause: error }),
    },
  );
}

type Call = (...inputs: unknown[]) => Promise<unknown>;

/** The same client, whose calls reject with a ViveroError in place of tRPC's own. */
function translatingErrors<C extends object>(client: C, url: string): C {
  return new Proxy(client, {
    get: (target, key) => {
      const part: unknown = Reflect.get(target, key);
      return typeof part === "function" ? translatingErrors(part, url) : part;
    },
    apply: (target, self, inputs: unknown[]) =>
      Reflect.apply(target as Call, self, inputs).catch((error: unknown) => {
        throw asViveroError(error, url);
      }),
  });
}

/**
 * A typed client of another service, made anew for each request that it acts in.
 * Its calls fail with a ViveroError: the remote one by its code, DEPENDENCY_UNAVAILABLE (retryable) when there is no
 * answer within `timeoutMs`.
 */
export function createServiceClient<R extends AnyTRPCRouter>(options: {
  url: string;
  caller: ServiceName;
  tokenSecret: string;
  timeoutMs: number;
}): (behalf: OnBehalf) => CreateTRPCClient<R> {
  return ({ actor, requestId, signal }) => {
    const client = createTRPCClient<R>({
      links: [
        // Queries go as POST too: their inputs may be longer than a URL may be.
        // The type of the options depends on R's transformer, and no router of ours has one.
        httpLink({
          url: `${options.url.replace(/\/$/, "")}/trpc`,
          methodOverride: "POST",
          headers: async () => ({
            authorization: `Bearer ${await signServiceToken(options.tokenSecret, { caller: options.caller, actor, requestId })}`,
          }),
          fetch: (input: string | URL | Request, init?: RequestInit) => {
            const deadline = AbortSignal.timeout(options.timeoutMs);
            const signals = [deadline, signal, init?.signal].filter((s): s is AbortSignal => s != null);
            return fetch(input, { ...init, signal: AbortSignal.any(signals) });
          },
        } as never),
      ],
    });
    return translatingErrors(client, options.url);
  };
}
