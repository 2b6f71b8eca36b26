import { IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Generation.module.css";

/** What was replaced before anything was stored or sent: kinds and counts, never values. */
export function Redactions({ redactions }: { redactions: readonly { kind: string; count: number }[] }) {
  const { t } = useTranslation("generation");
  if (redactions.length === 0) return null;
  return (
    <p className={classes.redactions}>
      <IconEyeOff size={16} stroke={1.7} aria-hidden />
      {t("request.redacted")}{" "}
      {redactions
        .map(({ kind, count }) => `${t(`redaction.${kind}` as string, { defaultValue: kind })} (${count})`)
        .join(", ")}
    </p>
  );
}
