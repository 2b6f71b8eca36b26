import type { Generation } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { CopyableId } from "../../design/CopyableId.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { StatusBadge } from "../../design/StatusBadge.tsx";
import { useFormats } from "../../language/formats.ts";
import classes from "./Generation.module.css";

/** The facts of a generation in a line. */
export function GenerationLead({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const formats = useFormats();
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
      {usage && (
        <li className="numbers">
          {t("tokens", { count: usage.totalTokens, shown: formats.number(usage.totalTokens) })}
        </li>
      )}
      {cost && <li className="numbers">{formats.money(cost.amount, cost.currency)}</li>}
    </ul>
  );
}
