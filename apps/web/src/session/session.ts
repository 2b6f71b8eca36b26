import { queryOptions } from "@tanstack/react-query";
import type { Session } from "@vivero/contracts";
import { api, rememberCsrfToken } from "../api/client.ts";

/** The session; UNAUTHENTICATED when there is none. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    const session = await api.get<Session>("/auth/session", { signal });
    rememberCsrfToken(session.csrfToken);
    return session;
  },
  staleTime: 5 * 60_000,
});

/** Where to sign in and come back from; a local path only. */
export function signInUrl(returnTo: string): string {
  return `/auth/sign-in?return_to=${encodeURIComponent(returnTo)}`;
}

/** Ends the session here and at the identity provider. */
export async function signOut(): Promise<void> {
  const { redirectTo } = await api.post<{ redirectTo: string }>("/auth/sign-out");
  window.location.assign(redirectTo);
}
