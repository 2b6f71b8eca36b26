import type { Permission, Session } from "@vivero/contracts";
import { createContext, type ReactNode, useContext } from "react";

const SessionContext = createContext<Session | null>(null);

/** Gives the pages beneath it the session. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session of whoever is signed in. Only for what stands inside the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("This part of the page needs a session around it.");
  return session;
}

/** Tells whether whoever is signed in has a permission. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession().user;
  return (permission) => permissions.includes(permission);
}
