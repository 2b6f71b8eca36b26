import { UnstyledButton } from "@mantine/core";
import { IconAlertCircle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "./form/faults.ts";
import { FIELDS } from "./form/fields.ts";
import type { Values } from "./form/values.ts";
import { LAST_STEP, STEPS, type Step } from "./steps.ts";
import classes from "./Wizard.module.css";

/** Whether a step has all it needs, and holds anything at all. */
function stateOf(
  step: Step,
  values: Values,
  faults: ReadonlyMap<string, Fault>,
): "faulty" | "done" | "empty" {
  const fields = FIELDS.filter((field) => field.step === step);
  if (fields.some(({ path }) => faults.has(path))) return "faulty";
  return fields.some(({ path }) => String(values[path] ?? "") !== "") ? "done" : "empty";
}

/** The steps: where one is, what is done, what is missing. Every one can be gone to at any time. */
export function StepNav({
  current,
  values,
  faults,
  showFaults,
  onStep,
}: {
  current: number;
  values: Values;
  faults: ReadonlyMap<string, Fault>;
  showFaults: boolean;
  onStep: (step: number) => void;
}) {
  const { t } = useTranslation("wizard");
  return (
    <nav aria-label={t("steps.label")}>
      <ol className={classes.steps}>
        {STEPS.map((step, index) => {
          const state = stateOf(step, values, faults);
          return (
            <li key={step}>
              <StepButton
                number={index + 1}
                current={current}
                title={t(`steps.${step}.title`)}
                onStep={onStep}
              >
                {state === "done" && <IconCheck size={15} aria-label={t("steps.done")} role="img" />}
                {state === "faulty" && showFaults && (
                  <IconAlertCircle
                    size={15}
                    aria-label={t("steps.faulty")}
                    role="img"
                    className={classes.faultyStep}
                  />
                )}
              </StepButton>
            </li>
          );
        })}
        <li>
          <StepButton number={LAST_STEP} current={current} title={t("steps.prompt.title")} onStep={onStep} />
        </li>
      </ol>
    </nav>
  );
}

function StepButton({
  number,
  current,
  title,
  onStep,
  children,
}: {
  number: number;
  current: number;
  title: string;
  onStep: (step: number) => void;
  children?: ReactNode;
}) {
  return (
    <UnstyledButton
      className={classes.step ?? ""}
      onClick={() => onStep(number)}
      {...(number === current ? { "aria-current": "step" as const } : {})}
    >
      <span className={`${classes.stepNumber} numbers`}>{number}</span>
      <span className={classes.stepTitle}>{title}</span>
      {children}
    </UnstyledButton>
  );
}
