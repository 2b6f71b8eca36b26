import { UnstyledButton } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Fault } from "./form/faults.ts";
import { FIELDS } from "./form/fields.ts";
import { STEPS } from "./steps.ts";
import classes from "./Wizard.module.css";

/** In place of the prompt: what keeps it from being written, each a way to its step. */
export function WhatIsMissing({
  faults,
  onStep,
}: {
  faults: ReadonlyMap<string, Fault>;
  onStep: (step: number) => void;
}) {
  const { t } = useTranslation("wizard");
  return (
    <div className={classes.missing}>
      <p>
        <IconAlertCircle size={17} aria-hidden /> {t("missing.title")}
      </p>
      <ul>
        {FIELDS.flatMap(({ path, name, step }) => {
          const fault = faults.get(path);
          return fault
            ? [
                <li key={path}>
                  <UnstyledButton
                    className={classes.inlineAction ?? ""}
                    onClick={() => onStep(STEPS.indexOf(step) + 1)}
                  >
                    {t(`field.${name as "months"}.label`)}
                  </UnstyledButton>{" "}
                  <span className={classes.quiet}>{t(`fault.${fault.code}`, { bound: fault.bound })}</span>
                </li>,
              ]
            : [];
        })}
      </ul>
    </div>
  );
}
