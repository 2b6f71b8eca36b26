import { Button } from "@mantine/core";
import { IconTool } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "../../api/api-error.ts";
import { useFormats } from "../../language/formats.ts";
import { StatePanel } from "./StatePanel.tsx";

const USUAL_WAIT_SECONDS = 60;

/** Vivero is down on purpose: the operator's message, until when, and it looks again by itself. */
export function Maintenance({
  error,
  onRetry,
  asPage,
}: {
  error: ApiError;
  onRetry: () => void;
  asPage?: boolean | undefined;
}) {
  const { t } = useTranslation("states");
  const formats = useFormats();
  const [since] = useState(() => Date.now());
  const wait = (error.retryAfterSeconds ?? USUAL_WAIT_SECONDS) * 1_000;
  useEffect(() => {
    const timer = setTimeout(onRetry, wait);
    return () => clearTimeout(timer);
  }, [onRetry, wait]);
  return (
    <StatePanel
      icon={<IconTool size={36} stroke={1.3} />}
      asPage={asPage}
      title={t("maintenance.title")}
      actions={
        <Button variant="default" onClick={onRetry}>
          {t("retry")}
        </Button>
      }
    >
      <p>{error.message || t("maintenance.text")}</p>
      <p>{t("maintenance.until", { time: formats.clock(new Date(since + wait)) })}</p>
    </StatePanel>
  );
}
