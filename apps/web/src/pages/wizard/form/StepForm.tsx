import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../../language/i18n.ts";
import type { Step } from "../steps.ts";
import classes from "../Wizard.module.css";
import { FieldInput } from "./FieldInput.tsx";
import type { Fault } from "./faults.ts";
import { fieldsOf } from "./fields.ts";
import type { FieldValue, Values } from "./values.ts";

/** The fields of one step. A fault shows once its field was left, or when going on was tried (`showAll`). */
export function StepForm({
  step,
  values,
  faults,
  showAll,
  onChange,
}: {
  step: Step;
  values: Values;
  faults: ReadonlyMap<string, Fault>;
  showAll: boolean;
  onChange: (path: string, value: FieldValue) => void;
}) {
  const { t } = useTranslation("wizard");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  return (
    <div className={classes.fields}>
      {step === "identity" && (
        <div className={classes.choice}>
          <span className="mantine-InputWrapper-label">{t("field.language.label")}</span>
          <SegmentedControl
            aria-label={t("field.language.label")}
            value={values.language}
            onChange={(language) => onChange("language", language)}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          />
        </div>
      )}
      {fieldsOf(step).map((field) => (
        <FieldInput
          key={field.path}
          field={field}
          value={values[field.path]}
          fault={showAll || left.has(field.path) ? faults.get(field.path) : tooMuch(faults.get(field.path))}
          onChange={(value) => onChange(field.path, value)}
          onBlur={() => setLeft((before) => new Set(before).add(field.path))}
        />
      ))}
    </div>
  );
}

/** Too much is told at once; too little only when the field is left. */
function tooMuch(fault: Fault | undefined): Fault | undefined {
  return fault?.code === "required" ? undefined : fault;
}
