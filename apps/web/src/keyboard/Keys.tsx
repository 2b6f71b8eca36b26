import { Kbd } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Keys.module.css";

/** The keys of a shortcut as they stand on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  const { t } = useTranslation("shell");
  const steps = keys.split(" ");
  return (
    <span className={classes.keys}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a shortcut do not move.
        <span key={index} className={classes.keys}>
          {index > 0 && <span className={classes.then}>{t("keyboard.then")}</span>}
          {step.split("+").map((key) => (
            <Kbd key={key}>{key === "shift" ? "⇧" : key}</Kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
