import { SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSearchField } from "../../design/use-search-field.ts";
import classes from "./Generations.module.css";
import type { GenerationsSearch } from "./route.ts";
import { STATUSES } from "./statuses.ts";

/** Words and state that narrow the list; both live in the address. */
export function GenerationFilters({
  filters,
  onChange,
}: {
  filters: GenerationsSearch;
  onChange: (filters: GenerationsSearch) => void;
}) {
  const { t } = useTranslation("generations");
  const { t: states } = useTranslation("states");
  const { search: _, ...withoutSearch } = filters;
  const { status: __, ...withoutStatus } = filters;
  const field = useSearchField(filters.search ?? "", (search) =>
    onChange(search === "" ? withoutSearch : { ...filters, search }),
  );
  return (
    <search className={classes.filters}>
      <TextInput
        {...field}
        type="search"
        className={classes.search ?? ""}
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} stroke={1.6} />}
      />
      <SegmentedControl
        aria-label={t("status")}
        className={classes.statuses ?? ""}
        value={filters.status ?? ""}
        onChange={(value) => {
          const status = STATUSES.find((known) => known === value);
          onChange(status ? { ...filters, status } : withoutStatus);
        }}
        data={[
          { value: "", label: t("all") },
          ...STATUSES.map((value) => ({ value, label: states(`status.${value}`) })),
        ]}
      />
    </search>
  );
}
