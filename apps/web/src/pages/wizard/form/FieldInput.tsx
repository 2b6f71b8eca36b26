import { NumberInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "../Wizard.module.css";
import type { Fault } from "./faults.ts";
import { BOUNDS, type Field, SCENARIO_TYPES } from "./fields.ts";
import { ListField } from "./ListField.tsx";
import type { FieldValue } from "./values.ts";

interface FieldInputProps {
  readonly field: Field;
  readonly value: FieldValue | undefined;
  readonly fault: Fault | undefined;
  readonly onChange: (value: FieldValue) => void;
  readonly onBlur: () => void;
}

/** One field of the wizard in its form, with what is wrong with it. */
export function FieldInput({ field, value, fault, onChange, onBlur }: FieldInputProps) {
  const { t } = useTranslation("wizard");
  const name = field.name as "months";
  const shared = {
    label: t(`field.${name}.label`),
    description: t(`field.${name}.hint`),
    error: fault ? t(`fault.${fault.code}`, { bound: fault.bound }) : null,
    required: field.required,
    withAsterisk: field.required,
    onBlur,
  };
  switch (field.kind) {
    case "list":
      return (
        <ListField
          label={shared.label}
          description={shared.description}
          error={shared.error}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
        />
      );
    case "prose":
      return (
        <Textarea
          {...shared}
          classNames={{ input: classes.prose ?? "" }}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "months":
      return (
        <NumberInput
          {...shared}
          className={classes.months ?? ""}
          min={BOUNDS.leastMonths}
          max={BOUNDS.mostMonths}
          clampBehavior="none"
          allowNegative={false}
          value={typeof value === "number" ? value : ""}
          onChange={(months) =>
            onChange(typeof months === "number" ? months : months === "" ? "" : Number(months))
          }
        />
      );
    case "choice":
      return <ChoiceField label={shared.label} value={String(value ?? "")} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...shared}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function ChoiceField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation("wizard");
  return (
    <div className={classes.choice}>
      <span className="mantine-InputWrapper-label">{label}</span>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={onChange}
        data={["", ...SCENARIO_TYPES].map((type) => ({
          value: type,
          label: type === "" ? t("choice.open") : t(`choice.${type as (typeof SCENARIO_TYPES)[number]}`),
        }))}
      />
    </div>
  );
}
