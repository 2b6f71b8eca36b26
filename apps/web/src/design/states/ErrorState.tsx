import { Button } from "@mantine/core";
import { IconAlertTriangle, IconFileUnknown, IconWifiOff } from "@tabler/icons-react";
import type { Permission } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/api-error.ts";
import { CopyableId } from "../CopyableId.tsx";
import { Forbidden } from "./Forbidden.tsx";
import { Maintenance } from "./Maintenance.tsx";
import { StatePanel } from "./StatePanel.tsx";
import { useErrorText } from "./use-error-text.ts";

/**
 * Stands where something could not be loaded: what failed, what was kept, what to do, and the request's number to copy.
 * Forbidden, absent, maintenance and no connection each have their own form.
 */
export function ErrorState({
  error,
  onRetry,
  permission,
  asPage,
}: {
  error: unknown;
  onRetry: () => void;
  permission?: Permission | undefined;
  /** It stands for the whole page, which has no other title. */
  asPage?: boolean | undefined;
}) {
  const { t } = useTranslation("states");
  const text = useErrorText(error);
  const known = error instanceof ApiError ? error : null;
  if (known?.code === "MAINTENANCE") return <Maintenance error={known} onRetry={onRetry} asPage={asPage} />;
  if (known?.code === "FORBIDDEN") return <Forbidden permission={permission} asPage={asPage} />;
  if (known?.code === "NOT_FOUND")
    return (
      <StatePanel
        icon={<IconFileUnknown size={36} stroke={1.3} />}
        title={t("notFound.title")}
        asPage={asPage}
      >
        <p>{text}</p>
      </StatePanel>
    );
  const Icon = known?.code === "UNREACHABLE" ? IconWifiOff : IconAlertTriangle;
  return (
    <StatePanel
      alert
      asPage={asPage}
      icon={<Icon size={36} stroke={1.3} />}
      title={t("error.loadTitle")}
      actions={<Button onClick={onRetry}>{t("retry")}</Button>}
    >
      <p>{text}</p>
      <p>{t("error.kept")}</p>
      {known?.requestId && (
        <p>
          {t("requestId")} <CopyableId value={known.requestId} />
        </p>
      )}
    </StatePanel>
  );
}
