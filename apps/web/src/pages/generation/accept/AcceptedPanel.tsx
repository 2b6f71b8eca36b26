import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Generation, Scenario } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import { LinkButton } from "../../../design/LinkButton.tsx";
import { RelativeTime } from "../../../design/RelativeTime.tsx";
import { StatusBadge } from "../../../design/StatusBadge.tsx";
import { InlineError } from "../../../design/states/InlineError.tsx";
import { QueryState } from "../../../design/states/QueryState.tsx";
import { RowsSkeleton } from "../../../design/states/Skeletons.tsx";
import { useMay } from "../../../session/session-context.tsx";
import classes from "../Generation.module.css";
import { useFailureText } from "../use-failure-text.ts";
import { flagsQuery, isOn } from "./flags-query.ts";
import { useAccept } from "./use-accept.ts";

const PENDING_REFRESH_MS = 1_500;

/** After the decision: the scenario that it made, and how far its import is. */
export function AcceptedPanel({ generation, scenarioId }: { generation: Generation; scenarioId: number }) {
  const query = useQuery({
    queryKey: ["scenario", scenarioId],
    queryFn: ({ signal }) => api.get<Scenario>(`/scenarios/${scenarioId}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.import.status === "pending" ? PENDING_REFRESH_MS : false),
  });
  return (
    <QueryState query={query} skeleton={<RowsSkeleton rows={2} />} permission="scenarios:read">
      {(scenario) => <Accepted generation={generation} scenario={scenario} />}
    </QueryState>
  );
}

const TONES = { none: "quiet", pending: "waiting", failed: "bad", succeeded: "good" } as const;

function Accepted({ generation, scenario }: { generation: Generation; scenario: Scenario }) {
  const { t } = useTranslation("generation");
  const may = useMay();
  const accept = useAccept(generation.id);
  const { status } = scenario.import;
  const { data: flags } = useQuery({ ...flagsQuery, enabled: status === "none" || status === "failed" });
  const importIsOff = !isOn(flags, "import_generation", true);
  const mayImport = may("generations:accept") && (status === "none" || status === "failed");
  return (
    <section className={classes.verdict} data-tone={TONES[status]}>
      <div className={classes.verdictWords}>
        <h2>
          {t("accepted.title")} <StatusBadge status={status} />
        </h2>
        <ImportWords state={scenario.import} />
        {mayImport && importIsOff && <p>{t("accepted.importOff")}</p>}
        {generation.acceptedAt && (
          <p className={classes.quiet}>
            {t("accepted.by", { id: generation.acceptedBy })} · <RelativeTime time={generation.acceptedAt} />
          </p>
        )}
      </div>
      <div className={classes.verdictActions}>
        <LinkButton
          to="/scenarios/$scenarioId"
          params={{ scenarioId: String(scenario.id) }}
          variant={mayImport ? "default" : "filled"}
        >
          {status === "succeeded" && may("incubation:review") ? t("accepted.review") : t("accepted.open")}
        </LinkButton>
        {mayImport && (
          <Button onClick={() => accept.mutate(true)} disabled={importIsOff} loading={accept.isPending}>
            {status === "failed" ? t("accepted.retry") : t("accepted.importNow")}
          </Button>
        )}
      </div>
      <InlineError error={accept.error} />
    </section>
  );
}

function ImportWords({ state }: { state: Scenario["import"] }) {
  const { t } = useTranslation("generation");
  const { t: states } = useTranslation("states");
  const failureText = useFailureText();
  const { status, report, error } = state;
  if (status === "succeeded" && report)
    return (
      <>
        <p>
          {t("accepted.imported", {
            capabilities: states("counts.capabilities", { count: report.imported.capabilities }),
            competencies: states("counts.competencies", { count: report.imported.competencies }),
            skills: states("counts.skills", { count: report.imported.skills }),
          })}
        </p>
        {report.skipped.length > 0 && <p>{t("accepted.skipped", { count: report.skipped.length })}</p>}
      </>
    );
  return (
    <p aria-live="polite">
      {t(`accepted.import.${status}`)} {status === "failed" && error && failureText(error)}
    </p>
  );
}
