import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

const MOST_RETRIES = 2;

/** Only what may pass by itself is asked again: no answer, or a part of the system that is away. */
function passes(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    ["UNREACHABLE", "DEPENDENCY_UNAVAILABLE", "REQUEST_TIMEOUT"].includes(error.code)
  );
}

/** The cache of what the API answered. `onSignedOut` is told when a call found no session. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.code === "UNAUTHENTICATED") onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => count < MOST_RETRIES && passes(error),
      },
      mutations: { retry: false },
    },
  });
}
