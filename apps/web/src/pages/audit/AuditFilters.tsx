import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { ACTIONS, actionKey } from "../../audit/action-words.ts";
import classes from "./Audit.module.css";
import { ENTITY_TYPES } from "./entity-types.ts";
import type { AuditSearch } from "./route.ts";

const NUMBERS = ["entityId", "scenarioId", "actorUserId"] as const;
const DAYS = ["from", "to"] as const;

/** Who, what, on what, when; everything lives in the address. */
export function AuditFilters({
  filters,
  onChange,
}: {
  filters: AuditSearch;
  onChange: (filters: AuditSearch) => void;
}) {
  const { t } = useTranslation("audit");
  const { t: actions } = useTranslation("actions");
  const set = (name: keyof AuditSearch, value: string | number | undefined) => {
    const { [name]: before, ...rest } = filters;
    const now = value || undefined;
    if (now !== before) onChange(now === undefined ? rest : { ...rest, [name]: now });
  };
  return (
    <search className={classes.filters}>
      <NativeSelect
        label={t("filter.action")}
        value={filters.action ?? ""}
        onChange={(event) => set("action", event.currentTarget.value)}
        data={[
          { value: "", label: t("filter.any") },
          ...ACTIONS.map((action) => ({ value: action, label: actions(actionKey(action)) })),
        ]}
      />
      <NativeSelect
        label={t("filter.entityType")}
        value={filters.entityType ?? ""}
        onChange={(event) => set("entityType", event.currentTarget.value)}
        data={[
          { value: "", label: t("filter.any") },
          ...ENTITY_TYPES.map((value) => ({ value, label: t(`entity.${value}`) })),
        ]}
      />
      {NUMBERS.map((name) => (
        <NumberFilter
          key={`${name} ${filters[name]}`}
          label={t(`filter.${name}`)}
          value={filters[name]}
          onChange={(value) => set(name, value)}
        />
      ))}
      {DAYS.map((name) => (
        <TextInput
          key={name}
          type="date"
          label={t(`filter.${name}`)}
          value={filters[name] ?? ""}
          onChange={(event) => set(name, event.currentTarget.value)}
        />
      ))}
      {Object.values(filters).some((value) => value !== undefined) && (
        <Button variant="subtle" color="gray" onClick={() => onChange({})}>
          {t("filter.clear")}
        </Button>
      )}
    </search>
  );
}

/** A number is sought when it is whole: with Enter, or when the field is left. */
function NumberFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const tell = (field: HTMLInputElement) =>
    onChange(Number(field.value.replaceAll(/\D/g, "").slice(0, 15)) || undefined);
  return (
    <TextInput
      label={label}
      defaultValue={value ?? ""}
      inputMode="numeric"
      autoComplete="off"
      onBlur={(event) => tell(event.currentTarget)}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        if (event.key === "Enter") tell(event.currentTarget);
      }}
    />
  );
}
