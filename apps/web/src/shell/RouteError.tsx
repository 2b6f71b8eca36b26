import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../design/states/ErrorState.tsx";
import { StatePanel } from "../design/states/StatePanel.tsx";

const CHUNK_IS_GONE = /dynamically imported module|module script failed|Failed to fetch/i;

/** Where a page broke: the rest of the shell stays. A part of the page that a new version took away asks for a reload. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation("states");
  if (error instanceof Error && CHUNK_IS_GONE.test(error.message))
    return (
      <StatePanel
        alert
        asPage
        icon={<IconRefresh size={36} stroke={1.3} />}
        title={t("updated.title")}
        actions={<Button onClick={() => window.location.reload()}>{t("updated.reload")}</Button>}
      >
        <p>{t("updated.text")}</p>
      </StatePanel>
    );
  return <ErrorState asPage error={error} onRetry={reset} />;
}
