import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../design/states/ErrorState.tsx";
import { sessionQuery } from "../session/session.ts";
import { SessionProvider } from "../session/session-context.tsx";
import { Shell } from "./Shell.tsx";
import classes from "./SignedIn.module.css";

/** Asks who is signed in before anything is shown; without a session the query client sends to the sign-in. */
export function SignedIn() {
  const { t } = useTranslation("states");
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (session)
    return (
      <SessionProvider session={session}>
        <Shell />
      </SessionProvider>
    );
  if (error)
    return (
      <main>
        <ErrorState asPage error={error} onRetry={() => void refetch()} />
      </main>
    );
  return (
    <div className={classes.waiting} role="status" aria-label={t("loading")}>
      <Loader size="sm" />
    </div>
  );
}
