import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Scenario } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { pagedQuery } from "../../api/pages.ts";
import { LinkButton } from "../../design/LinkButton.tsx";
import { ListFilters } from "../../design/ListFilters.tsx";
import { PagedList } from "../../design/PagedList.tsx";
import { PageHeader } from "../../design/PageHeader.tsx";
import { Empty } from "../../design/states/Empty.tsx";
import { useMay } from "../../session/session-context.tsx";
import { ScenarioRow } from "./ScenarioRow.tsx";
import { STATUSES } from "./statuses.ts";

const route = getRouteApi("/signed-in/scenarios");

/** Every scenario of the organization, newest first. */
export default function ScenariosPage() {
  const { t } = useTranslation("scenarios");
  const { t: states } = useTranslation("states");
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(pagedQuery<Scenario>("/scenarios", { ...filters }));
  const isFiltered = filters.status !== undefined || filters.search !== undefined;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <ListFilters
        filters={filters}
        statuses={STATUSES}
        labels={{
          search: t("search"),
          status: t("status"),
          all: t("all"),
          of: (status) => states(`status.${status}`),
        }}
        onChange={(search) => void navigate({ search, replace: true })}
      />
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
