import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { AuditEvent } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { apiUrl } from "../../api/client.ts";
import { pagedQuery } from "../../api/pages.ts";
import { PagedList } from "../../design/PagedList.tsx";
import { PageHeader } from "../../design/PageHeader.tsx";
import { Empty } from "../../design/states/Empty.tsx";
import { AuditFilters } from "./AuditFilters.tsx";
import { AuditRow } from "./AuditRow.tsx";
import { auditQuery } from "./audit-query.ts";
import { ChainCheck } from "./ChainCheck.tsx";

const route = getRouteApi("/signed-in/audit");

/** Names an event in the address. */
function nameOf({ chain, id }: AuditEvent): string {
  return `${chain}-${id}`;
}

/** Who did what, when: filtered, checked, taken along. */
export default function AuditPage() {
  const { t } = useTranslation("audit");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = auditQuery(search);
  const query = useInfiniteQuery(pagedQuery<AuditEvent>("/audit-events", filters));
  const { event: open, ...narrowing } = search;
  const isFiltered = Object.keys(narrowing).length > 0;
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={(["csv", "jsonl"] as const).map((format) => (
          <Button
            key={format}
            component="a"
            variant="default"
            download
            href={apiUrl("/audit-events/export", { format, ...filters })}
            leftSection={<IconDownload size={16} />}
          >
            {t(`export.${format}`)}
          </Button>
        ))}
      />
      <ChainCheck />
      <AuditFilters
        filters={narrowing}
        onChange={(now) => void navigate({ search: now, replace: true, resetScroll: false })}
      />
      <PagedList
        query={query}
        label={t("list")}
        permission="audit:read"
        rowKey={nameOf}
        rowHeight={49}
        renderRow={(event) => (
          <AuditRow
            event={event}
            isOpen={open === nameOf(event)}
            onToggle={() =>
              void navigate({
                replace: true,
                resetScroll: false,
                search: open === nameOf(event) ? narrowing : { ...narrowing, event: nameOf(event) },
              })
            }
          />
        )}
        empty={
          <Empty
            title={t(isFiltered ? "empty.noneFound" : "empty.title")}
            action={
              isFiltered && (
                <Button variant="default" onClick={() => void navigate({ search: {} })}>
                  {t("empty.clear")}
                </Button>
              )
            }
          >
            <p>{t(isFiltered ? "empty.noneFoundText" : "empty.text")}</p>
          </Empty>
        }
      />
    </>
  );
}
