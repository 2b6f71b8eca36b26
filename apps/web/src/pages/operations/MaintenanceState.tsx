import { IconCircleCheck, IconTool } from "@tabler/icons-react";
import type { Operations } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../language/formats.ts";
import classes from "./Operations.module.css";

/** Whether people are kept out, what they read, until when. */
export function MaintenanceState({ maintenance: { on, message, until } }: Pick<Operations, "maintenance">) {
  const { t } = useTranslation("operations");
  const formats = useFormats();
  const Icon = on ? IconTool : IconCircleCheck;
  return (
    <>
      <p className={classes.ready} data-waiting={on || undefined}>
        <Icon size={16} stroke={1.8} aria-hidden />
        <strong>{t(on ? "maintenance.on" : "maintenance.off")}</strong>
      </p>
      {on && message && <blockquote className={classes.quote}>{message}</blockquote>}
      {on && until && <p>{t("maintenance.until", { time: formats.exact(new Date(until)) })}</p>}
      <p className={classes.soft}>{t("maintenance.how")}</p>
    </>
  );
}
