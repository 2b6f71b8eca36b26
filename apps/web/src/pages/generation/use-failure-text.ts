import { useTranslation } from "react-i18next";

/** Why an attempt or an import failed, in the page's language; a code without words is told as the service says it. */
export function useFailureText(): (failure: { code: string; message: string }) => string {
  const { t } = useTranslation("generation");
  return ({ code, message }) => t(`failure.${code}` as string, { defaultValue: message });
}
