import type { Generation } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../language/formats.ts";

/** What was spent, in words; `about` where the provider counted nothing and it is estimated. */
export function useSpentText() {
  const { t } = useTranslation("generation");
  const formats = useFormats();
  const said = (shown: string, estimated: boolean | undefined) => (estimated ? t("about", { shown }) : shown);
  return {
    tokens: ({ totalTokens, estimated }: NonNullable<Generation["usage"]>) =>
      said(t("tokens", { count: totalTokens, shown: formats.number(totalTokens) }), estimated),
    money: ({ amount, currency, estimated }: NonNullable<Generation["cost"]>) =>
      said(formats.money(amount, currency), estimated),
  };
}
