import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";
import { QueryState } from "../../design/states/QueryState.tsx";
import { SplitSkeleton } from "../../design/states/Skeletons.tsx";
import { useTrailEnd } from "../../shell/trail.ts";
import { FinishedGeneration } from "./FinishedGeneration.tsx";
import { GenerationLead } from "./GenerationLead.tsx";
import { generationQuery, isGoing } from "./generation-query.ts";

const route = getRouteApi("/signed-in/generations/$generationId");
/** With the reader of answers, which only a running generation needs. */
const LiveGeneration = lazy(() => import("./live/LiveGeneration.tsx"));

/** One generation: live while the model answers, then its answer and what to decide. */
export default function GenerationPage() {
  const { t } = useTranslation("generation");
  const { generationId } = route.useParams();
  const query = useQuery(generationQuery(Number(generationId)));
  useTrailEnd(t("title", { id: generationId }));
  return (
    <QueryState query={query} skeleton={<SplitSkeleton />} permission="generations:read" asPage>
      {(generation) => (
        <>
          <PageHeader
            title={generation.scenarioName ?? t("titleOf", { company: generation.companyName })}
            lead={<GenerationLead generation={generation} />}
          />
          {isGoing(generation) ? (
            <Suspense fallback={<SplitSkeleton />}>
              <LiveGeneration generation={generation} />
            </Suspense>
          ) : (
            <FinishedGeneration generation={generation} />
          )}
        </>
      )}
    </QueryState>
  );
}
