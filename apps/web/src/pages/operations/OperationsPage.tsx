import { useQuery } from "@tanstack/react-query";
import type { Operations } from "@vivero/contracts";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CopyableId } from "../../design/CopyableId.tsx";
import { PageHeader } from "../../design/PageHeader.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { QueryState } from "../../design/states/QueryState.tsx";
import { SplitSkeleton } from "../../design/states/Skeletons.tsx";
import { Backfills } from "./Backfills.tsx";
import { Flags } from "./Flags.tsx";
import { MaintenanceState } from "./MaintenanceState.tsx";
import classes from "./Operations.module.css";
import { operationsQuery } from "./operations-query.ts";
import { Services } from "./Services.tsx";

/** Is all well? Health, flags, backfills and maintenance, kept up to date by itself. */
export default function OperationsPage() {
  const { t } = useTranslation("operations");
  const query = useQuery(operationsQuery);
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={
          query.dataUpdatedAt > 0 && (
            <>
              {t(query.error ? "stale" : "asOf")}{" "}
              <RelativeTime time={new Date(query.dataUpdatedAt).toISOString()} />
              {query.data?.version && (
                <>
                  {" · "}
                  {t("version")} <CopyableId value={query.data.version} />
                </>
              )}
            </>
          )
        }
      />
      <QueryState query={query} skeleton={<SplitSkeleton />} permission="operations:read">
        {(operations) => <Everything operations={operations} />}
      </QueryState>
    </>
  );
}

function Everything({ operations }: { operations: Operations }) {
  const { t } = useTranslation("operations");
  return (
    <div className={classes.parts}>
      <Part title={t("services.title")}>
        <Services services={operations.services} />
      </Part>
      <Part title={t("maintenance.title")}>
        <MaintenanceState maintenance={operations.maintenance} />
      </Part>
      <Part title={t("flags.title")}>
        <Flags flags={operations.flags} unleashUrl={operations.unleashUrl} />
      </Part>
      <Part title={t("backfills.title")}>
        <Backfills backfills={operations.backfills} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
