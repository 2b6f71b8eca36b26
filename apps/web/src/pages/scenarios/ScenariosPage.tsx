import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Scenario } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { pagedQuery } from "../../api/pages.ts";
import { LinkButton } from "../../design/LinkButton.tsx";
import { PagedList } from "../../design/PagedList.tsx";
import { PageHeader } from "../../design/PageHeader.tsx";
import { Empty } from "../../design/states/Empty.tsx";
import { useSearchField } from "../../design/use-search-field.ts";
import { useMay } from "../../session/session-context.tsx";
import type { ScenariosSearch } from "./route.ts";
import { ScenarioRow } from "./ScenarioRow.tsx";
import classes from "./Scenarios.module.css";
import { STATUSES } from "./statuses.ts";

const route = getRouteApi("/signed-in/scenarios");

/** Every scenario of the organization, newest first. */
export default function ScenariosPage() {
  const { t } = useTranslation("scenarios");
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(pagedQuery<Scenario>("/scenarios", { ...filters }));
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <ScenarioFilters filters={filters} onChange={(search) => void navigate({ search, replace: true })} />
      <PagedList
        query={query}
        label={t("list")}
        permission="scenarios:read"
        rowKey={({ id }) => id}
        rowHeight={61}
        renderRow={(scenario) => <ScenarioRow scenario={scenario} />}
        empty={<NoScenarios isFiltered={isFiltered} onClear={() => void navigate({ search: {} })} />}
      />
    </>
  );
}

function NoScenarios({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { t } = useTranslation("scenarios");
  const may = useMay();
  if (isFiltered)
    return (
      <Empty
        title={t("empty.noneFound")}
        action={
          <Button variant="default" onClick={onClear}>
            {t("empty.clear")}
          </Button>
        }
      >
        <p>{t("empty.noneFoundText")}</p>
      </Empty>
    );
  return (
    <Empty
      title={t("empty.title")}
      action={
        <LinkButton to="/generations" variant={may("generations:accept") ? "filled" : "default"}>
          {t("empty.toGenerations")}
        </LinkButton>
      }
    >
      <p>{t("empty.text")}</p>
    </Empty>
  );
}

function ScenarioFilters({
  filters,
  onChange,
}: {
  filters: ScenariosSearch;
  onChange: (filters: ScenariosSearch) => void;
}) {
  const { t } = useTranslation("scenarios");
  const { t: states } = useTranslation("states");
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
