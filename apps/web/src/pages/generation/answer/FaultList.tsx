import { UnstyledButton } from "@mantine/core";
import type { FieldError } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { entityPathOf } from "../../../answer/answer-nodes.ts";
import classes from "../Generation.module.css";
import { useFieldErrorText } from "./use-field-error-text.ts";

/** Where the answer breaks the contract, and what else a planner should know; each leads to its place in the tree. */
export function FaultList({
  errors,
  warnings,
  onShow,
}: {
  errors: readonly FieldError[];
  warnings: readonly FieldError[];
  onShow: (path: string) => void;
}) {
  const { t } = useTranslation("generation");
  if (errors.length + warnings.length === 0) return <p className={classes.nothing}>{t("faults.none")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={classes.scrolling} aria-label={t("workbench.faults")} tabIndex={0}>
      {errors.length > 0 && <Faults title={t("faults.errors")} faults={errors} onShow={onShow} />}
      {warnings.length > 0 && <Faults title={t("faults.warnings")} faults={warnings} onShow={onShow} />}
    </section>
  );
}

function Faults({
  title,
  faults,
  onShow,
}: {
  title: string;
  faults: readonly FieldError[];
  onShow: (path: string) => void;
}) {
  const errorText = useFieldErrorText();
  return (
    <>
      <h3 className={classes.faultsTitle}>{title}</h3>
      <ul className={classes.list}>
        {faults.map((fault, index) => {
          const entity = entityPathOf(fault.path);
          const content = (
            <>
              <code>{fault.path || "$"}</code>
              <span>{errorText(fault)}</span>
              {fault.value !== undefined && <code className={classes.quiet}>{fault.value}</code>}
            </>
          );
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the faults of an answer do not move.
            <li key={index}>
              {entity ? (
                <UnstyledButton className={classes.entry ?? ""} onClick={() => onShow(entity)}>
                  {content}
                </UnstyledButton>
              ) : (
                <span className={classes.entry}>{content}</span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
