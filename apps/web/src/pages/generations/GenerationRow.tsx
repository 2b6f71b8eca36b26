import { Link } from "@tanstack/react-router";
import type { GenerationSummary } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { StatusBadge } from "../../design/StatusBadge.tsx";
import { useFailureText } from "../generation/use-failure-text.ts";
import classes from "./Generations.module.css";

/** A generation in the list: what it is about, what came of it, how it stands. */
export function GenerationRow({ generation }: { generation: GenerationSummary }) {
  const { t } = useTranslation("generations");
  const { t: states } = useTranslation("states");
  const failureText = useFailureText();
  const { id, status, companyName, scenarioName, found, acceptedAt, createdAt, lastError } = generation;
  return (
    <Link to="/generations/$generationId" params={{ generationId: String(id) }} className={classes.row}>
      <span className={`${classes.number} numbers`}>{id}</span>
      <span className={classes.names}>
        <span className={classes.name}>{scenarioName ?? companyName}</span>
        <span className={classes.more}>
          {scenarioName
            ? companyName
            : status === "failed" && lastError
              ? failureText(lastError)
              : t("unnamed")}
        </span>
      </span>
      <span className={`${classes.counts} numbers`}>
        {found &&
          t("counts", {
            capabilities: states("counts.capabilities", { count: found.capabilities }),
            competencies: states("counts.competencies", { count: found.competencies }),
            skills: states("counts.skills", { count: found.skills }),
          })}
      </span>
      <span className={classes.state}>
        <StatusBadge status={status} />
        {status === "complete" && (
          <span className={classes.decision}>{acceptedAt ? t("accepted") : t("toDecide")}</span>
        )}
      </span>
      <span className={classes.when}>
        <RelativeTime time={createdAt} />
      </span>
    </Link>
  );
}
