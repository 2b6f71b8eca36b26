import { Button, VisuallyHidden } from "@mantine/core";
import { IconWifiOff } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Permission } from "@vivero/contracts";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "./ErrorState.tsx";
import { StatePanel } from "./StatePanel.tsx";

/**
 * Shows what a query brought, or the state it is in: the skeleton of the real layout while it loads, the error with a retry, no
 * connection. What was loaded before stays on the screen when a refresh fails.
 */
export function QueryState<T>({
  query,
  skeleton,
  permission,
  asPage,
  children,
}: {
  query: Pick<UseQueryResult<T>, "data" | "error" | "fetchStatus" | "refetch">;
  skeleton: ReactNode;
  /** What is needed to see this, to say who can when it is refused. */
  permission?: Permission | undefined;
  /** It stands for the whole page, which has no title before the query has brought it. */
  asPage?: boolean | undefined;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation("states");
  if (query.data !== undefined) return children(query.data);
  const retry = () => void query.refetch();
  if (query.error)
    return <ErrorState error={query.error} onRetry={retry} permission={permission} asPage={asPage} />;
  if (query.fetchStatus === "paused")
    return (
      <StatePanel
        alert
        asPage={asPage}
        icon={<IconWifiOff size={36} stroke={1.3} />}
        title={t("offline.title")}
        actions={
          <Button variant="default" onClick={retry}>
            {t("retry")}
          </Button>
        }
      >
        <p>{t("offline.text")}</p>
      </StatePanel>
    );
  return (
    <div aria-busy="true">
      <VisuallyHidden role="status">{t("loading")}</VisuallyHidden>
      {skeleton}
    </div>
  );
}
