import { IconAlertTriangle, IconPencil, IconTypography } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Answer.module.css";
import type { JournalEntry } from "./text-marks.ts";

const ICONS = { cosmetic: IconTypography, structural: IconPencil, risky: IconAlertTriangle } as const;

/** How far a liberty went, as an icon and a word. */
export function SeverityBadge({ severity }: { severity: JournalEntry["severity"] }) {
  const { t } = useTranslation("journal");
  const Icon = ICONS[severity];
  return (
    <span className={classes.severity} data-severity={severity}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {t(`severity.${severity}`)}
    </span>
  );
}
