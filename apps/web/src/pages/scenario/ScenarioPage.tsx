import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Scenario } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { StatusBadge } from "../../design/StatusBadge.tsx";
import { QueryState } from "../../design/states/QueryState.tsx";
import { SplitSkeleton } from "../../design/states/Skeletons.tsx";
import { ReviewBoard } from "../../review/ReviewBoard.tsx";
import { useIncubation } from "../../review/use-incubation.ts";
import { useTrailEnd } from "../../shell/trail.ts";
import { ImportState } from "./ImportState.tsx";
import { Provenance } from "./Provenance.tsx";
import classes from "./Scenario.module.css";
import { scenarioQuery } from "./scenario-query.ts";

const route = getRouteApi("/signed-in/scenarios/$scenarioId");

/** A scenario: what it is, where it came from, and the review of what incubates of it. */
export default function ScenarioPage() {
  const { scenarioId } = route.useParams();
  const query = useQuery(scenarioQuery(scenarioId));
  useTrailEnd(query.data?.name);
  return (
    <QueryState query={query} skeleton={<SplitSkeleton />} permission="scenarios:read" asPage>
      {(scenario) => (
        <>
          <PageHeader
            title={scenario.name}
            lead={<Facts scenario={scenario} />}
            actions={<Provenance scenario={scenario} />}
          />
          <Incubation scenario={scenario} />
        </>
      )}
    </QueryState>
  );
}

function Facts({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation("scenario");
  const { status, scenarioType, horizonMonths, createdAt } = scenario;
  return (
    <ul className={classes.facts}>
      <li>
        <StatusBadge status={status} />
      </li>
      {scenarioType && <li>{t(`type.${scenarioType}`)}</li>}
      {horizonMonths !== null && <li className="numbers">{t("horizon", { count: horizonMonths })}</li>}
      <li>
        {t("accepted")} <RelativeTime time={createdAt} />
      </li>
    </ul>
  );
}

function Incubation({ scenario }: { scenario: Scenario }) {
  const isImported = scenario.import.status === "succeeded" || scenario.incubation.remaining !== null;
  const { query, change, refresh } = useIncubation(String(scenario.id), isImported);
  if (!isImported) return <ImportState scenario={scenario} />;
  return (
    <QueryState query={query} skeleton={<SplitSkeleton />} permission="incubation:read">
      {(tree) => <ReviewBoard scenario={scenario} tree={tree} change={change} refresh={refresh} />}
    </QueryState>
  );
}
