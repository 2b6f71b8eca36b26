import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { GenerationSummary } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { pagedQuery } from "../../api/pages.ts";
import { LinkButton } from "../../design/LinkButton.tsx";
import { ListFilters } from "../../design/ListFilters.tsx";
import { PagedList } from "../../design/PagedList.tsx";
import { PageHeader } from "../../design/PageHeader.tsx";
import { Empty } from "../../design/states/Empty.tsx";
import { useShortcuts } from "../../keyboard/shortcuts.ts";
import { useMay } from "../../session/session-context.tsx";
import { GenerationRow } from "./GenerationRow.tsx";
import { STATUSES } from "./statuses.ts";

const route = getRouteApi("/signed-in/generations");

/** Every generation of the organization, newest first. */
export default function GenerationsPage() {
  const { t } = useTranslation("generations");
  const { t: states } = useTranslation("states");
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useInfiniteQuery(pagedQuery<GenerationSummary>("/scenario-generations", { ...filters }));
  useShortcuts([{ keys: "n", label: t("new"), run: () => void navigate({ to: "/generations/new" }) }]);
  const isFiltered = filters.status !== undefined || filters.search !== undefined;
  const start = may("generations:write") && (
    <LinkButton to="/generations/new" leftSection={<IconPlus size={16} />}>
      {t("new")}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} actions={start} />
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
        permission="generations:read"
        rowKey={({ id }) => id}
        rowHeight={61}
        renderRow={(generation) => <GenerationRow generation={generation} />}
        empty={
          isFiltered ? (
            <Empty
              title={t("empty.noneFound")}
              action={
                <Button variant="default" onClick={() => void navigate({ search: {} })}>
                  {t("empty.clear")}
                </Button>
              }
            >
              <p>{t("empty.noneFoundText")}</p>
            </Empty>
          ) : (
            <Empty title={t("empty.title")} action={start}>
              <p>{t("empty.text")}</p>
            </Empty>
          )
        }
      />
    </>
  );
}
