import { Link } from "@tanstack/react-router";
import type { AuditEvent } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { CopyableId } from "../../design/CopyableId.tsx";
import { useFormats } from "../../language/formats.ts";
import classes from "./Audit.module.css";
import { differencesOf } from "./differences.ts";

const HASH_SHOWN = 16;

/** Everything that an event holds: what changed, who in which role, and where it stands in its chain. */
export function AuditDetail({ event }: { event: AuditEvent }) {
  const { t } = useTranslation("audit");
  const { t: words } = useTranslation("shell");
  const formats = useFormats();
  const roles = event.actorRoles.map((role) => words(`role.${role}` as "role.planner"));
  return (
    <div className={classes.detail}>
      <Changes event={event} />
      <dl className={classes.facts}>
        <dt>{t("detail.at")}</dt>
        <dd>{formats.exact(new Date(event.occurredAt))}</dd>
        <dt>{t("detail.who")}</dt>
        <dd>
          <Link to="/audit" search={{ actorUserId: event.actorUserId }} resetScroll={false}>
            {words("person.unnamed", { id: event.actorUserId })}
          </Link>{" "}
          · {roles.join(", ")}
        </dd>
        {event.entityId !== null && (
          <>
            <dt>{t("detail.about")}</dt>
            <dd>
              <Link
                to="/audit"
                search={{ entityType: event.entityType, entityId: event.entityId }}
                resetScroll={false}
              >
                {t("detail.everything", { what: `${t(`entity.${event.entityType}`)} ${event.entityId}` })}
              </Link>
            </dd>
          </>
        )}
        {event.scenarioId !== null && (
          <>
            <dt>{t("entity.scenario")}</dt>
            <dd>
              <Link to="/scenarios/$scenarioId" params={{ scenarioId: String(event.scenarioId) }}>
                {t("detail.scenario", { id: event.scenarioId })}
              </Link>
            </dd>
          </>
        )}
        {event.generationId !== null && (
          <>
            <dt>{t("entity.generation")}</dt>
            <dd>
              <Link to="/generations/$generationId" params={{ generationId: String(event.generationId) }}>
                {t("detail.generation", { id: event.generationId })}
              </Link>
            </dd>
          </>
        )}
        <dt>{t("detail.request")}</dt>
        <dd>
          <CopyableId value={event.requestId} />
        </dd>
        <dt>{t("detail.place")}</dt>
        <dd>
          {t("detail.placeIn", { sequence: event.sequence, chain: t(`chain.${event.chain}`) })} ·{" "}
          <CopyableId value={event.hash} shown={`${event.hash.slice(0, HASH_SHOWN)}…`} />
        </dd>
      </dl>
    </div>
  );
}

function Changes({ event: { before, after } }: { event: AuditEvent }) {
  const { t } = useTranslation("audit");
  const changes = differencesOf(before, after);
  if (changes.length === 0) return <p className={classes.soft}>{t("detail.noChange")}</p>;
  return (
    <div className={classes.tableBox}>
      <table className={classes.changes}>
        <caption className={classes.hidden}>{t("detail.changes")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("detail.field")}</th>
            <th scope="col">{t("detail.before")}</th>
            <th scope="col">{t("detail.after")}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ path, before: was, after: is }) => (
            <tr key={path}>
              <th scope="row" className="mono">
                {path}
              </th>
              <td>{was === undefined ? "—" : <del className="mono">{was}</del>}</td>
              <td>{is === undefined ? "—" : <ins className="mono">{is}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
