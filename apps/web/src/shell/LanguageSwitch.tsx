import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { chooseLanguage, LANGUAGES, type Language } from "../language/i18n.ts";

/** Spanish or English; the page follows at once. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation("shell");
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("language")}
      value={i18n.language}
      onChange={(language) => void chooseLanguage(language as Language)}
      data={Object.entries(LANGUAGES).map(([value, name]) => ({
        value,
        label: (
          <span lang={value} title={name}>
            {value}
          </span>
        ),
      }))}
    />
  );
}
