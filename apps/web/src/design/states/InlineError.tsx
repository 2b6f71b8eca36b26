import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/api-error.ts";
import { CopyableId } from "../CopyableId.tsx";
import classes from "./InlineError.module.css";
import { useErrorText } from "./use-error-text.ts";

/** What could not be done, beside the button that asked for it; everything else stays as it is. */
export function InlineError({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation("states");
  const text = useErrorText(error);
  if (!error) return null;
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div className={classes.error} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <div className={classes.text}>
        <strong>{t("error.title")}</strong>
        <p>{text}</p>
        {requestId && (
          <p className={classes.request}>
            {t("requestId")} <CopyableId value={requestId} />
          </p>
        )}
      </div>
      {onRetry && (
        <Button variant="default" size="xs" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </div>
  );
}
