import { Link } from "@tanstack/react-router";
import type { Scenario } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { StatusBadge } from "../../design/StatusBadge.tsx";
import { useFormats } from "../../language/formats.ts";
import classes from "./Scenarios.module.css";

/** A scenario in the list: its name, how much is left to review, how it stands. */
export function ScenarioRow({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation("scenarios");
  const formats = useFormats();
  const { id, name, description, status, createdAt, import: state, incubation } = scenario;
  const { remaining } = incubation;
  const left =
    remaining === null
      ? state.status === "pending" || state.status === "failed"
        ? t(`import.${state.status}`)
        : t("import.none")
      : remaining === 0
        ? t("allDecided")
        : t("left", { count: remaining, shown: formats.number(remaining) });
  return (
    <Link to="/scenarios/$scenarioId" params={{ scenarioId: String(id) }} className={classes.row}>
      <span className={`${classes.number} numbers`}>{id}</span>
      <span className={classes.names}>
        <span className={classes.name}>{name}</span>
        {description && <span className={classes.more}>{description}</span>}
      </span>
      <span
        className={`${classes.left} numbers`}
        data-due={(remaining !== null && remaining > 0) || undefined}
        data-bad={state.status === "failed" || undefined}
      >
        {left}
      </span>
      <span className={classes.state}>
        <StatusBadge status={status} />
      </span>
      <span className={classes.when}>
        <RelativeTime time={createdAt} />
      </span>
    </Link>
  );
}
