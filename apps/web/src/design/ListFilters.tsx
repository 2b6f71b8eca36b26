import { SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import classes from "./ListFilters.module.css";
import { useSearchField } from "./use-search-field.ts";

interface Filters<Status extends string> {
  status?: Status;
  search?: string;
}

/** Words and state that narrow a list; both live in the address. */
export function ListFilters<Status extends string>({
  filters,
  statuses,
  labels,
  onChange,
}: {
  filters: Filters<Status>;
  statuses: readonly Status[];
  labels: { search: string; status: string; all: string; of: (status: Status) => string };
  onChange: (filters: Filters<Status>) => void;
}) {
  const { search: _search, ...withoutSearch } = filters;
  const { status: _status, ...withoutStatus } = filters;
  const field = useSearchField(filters.search ?? "", (search) =>
    onChange(search === "" ? withoutSearch : { ...filters, search }),
  );
  return (
    <search className={classes.filters}>
      <TextInput
        {...field}
        type="search"
        className={classes.search ?? ""}
        aria-label={labels.search}
        placeholder={labels.search}
        leftSection={<IconSearch size={16} stroke={1.6} />}
      />
      <SegmentedControl
        aria-label={labels.status}
        className={classes.statuses ?? ""}
        value={filters.status ?? ""}
        onChange={(value) => {
          const status = statuses.find((known) => known === value);
          onChange(status ? { ...filters, status } : withoutStatus);
        }}
        data={[
          { value: "", label: labels.all },
          ...statuses.map((value) => ({ value, label: labels.of(value) })),
        ]}
      />
    </search>
  );
}
