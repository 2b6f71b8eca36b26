import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/api-error.ts";

/** What went wrong in a sentence of the page's language. */
export function useErrorText(error: unknown): string {
  const { t } = useTranslation("states");
  if (!(error instanceof ApiError)) return t("error.INTERNAL");
  if (error.code === "MAINTENANCE") return t("maintenance.text");
  if (error.code === "FORBIDDEN") return t("forbidden.title");
  // A code that has no words yet is told in the API's own; a test finds it.
  return t(`error.${error.code}` as string, {
    defaultValue: error.message,
    seconds: error.retryAfterSeconds ?? 1,
  });
}
