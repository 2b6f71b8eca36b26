import type { Generation } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { CopyableId } from "../../design/CopyableId.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { StatusBadge } from "../../design/StatusBadge.tsx";
import classes from "./Generation.module.css";
import { useSpentText } from "./use-spent-text.ts";

/** The facts of a generation in a line. */
export function GenerationLead({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const spent = useSpentText();
  const { id, status, companyName, scenarioName, createdAt, modelVersion, usage, cost } = generation;
  return (
    <ul className={classes.facts}>
      <li>
        <StatusBadge status={status} />
      </li>
      <li>
        <CopyableId value={id} shown={t("number", { id })} />
      </li>
      {scenarioName && <li>{companyName}</li>}
      <li>
        <RelativeTime time={createdAt} />
      </li>
      {modelVersion && <li>{modelVersion}</li>}
      {usage && <li className="numbers">{spent.tokens(usage)}</li>}
      {cost && <li className="numbers">{spent.money(cost)}</li>}
    </ul>
  );
}
