import { Link } from "@tanstack/react-router";
import type { CatalogDetail } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { actionKey } from "../../audit/action-words.ts";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { usePersonName } from "../../session/use-person-name.ts";
import classes from "./Catalog.module.css";

/** What was done to an entity, newest first, each with its person. */
export function EntityHistory({ detail: { history } }: { detail: CatalogDetail }) {
  const { t } = useTranslation("catalog");
  const { t: actions } = useTranslation("actions");
  const nameOf = usePersonName();
  if (history.length === 0) return <p className={classes.soft}>{t("noHistory")}</p>;
  return (
    <ol className={classes.history}>
      {history.map(({ at, userId, action, scenarioId }) => (
        <li key={`${at} ${action}`}>
          <strong>{actions(actionKey(action), { defaultValue: action })}</strong>
          <span className={classes.soft}>
            {nameOf(userId)} · <RelativeTime time={at} />
            {scenarioId !== null && (
              <>
                {" · "}
                <Link to="/scenarios/$scenarioId" params={{ scenarioId: String(scenarioId) }}>
                  {t("scenario", { id: scenarioId })}
                </Link>
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
