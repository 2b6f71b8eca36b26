import { useTranslation } from "react-i18next";

/** What a liberty of the journal was, in a phrase; a kind without words is named as it is. */
export function useJournalWords(): (kind: string) => string {
  const { t } = useTranslation("journal");
  return (kind) => t(`kind.${kind}` as string, { defaultValue: t("kind.other", { kind }) });
}
