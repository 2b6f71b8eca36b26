import { CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { CatalogDetail, CatalogEntity } from "@vivero/contracts";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { CopyableId } from "../../design/CopyableId.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { QueryState } from "../../design/states/QueryState.tsx";
import { RowsSkeleton } from "../../design/states/Skeletons.tsx";
import { catalogDetailQuery } from "../../review/catalog-detail-query.ts";
import { pluralOf } from "../../review/catalog-path.ts";
import { usePersonName } from "../../session/use-person-name.ts";
import classes from "./Catalog.module.css";
import { EntityHistory } from "./EntityHistory.tsx";
import type { Kind } from "./kinds.ts";

const TYPES = { capabilities: "capability", competencies: "competency", skills: "skill" } as const;
const BELOW = { capability: "competencies", competency: "skills", skill: undefined } as const;

/** One active entity: where it came from, where it is used, what else it is called, and what happened to it. */
export function EntityPanel({ kind, id }: { kind: Kind; id: number }) {
  const { t } = useTranslation("catalog");
  const query = useQuery(catalogDetailQuery({ type: TYPES[kind], id }));
  const panel = useRef<HTMLElement>(null);
  // On a narrow screen the panel takes the list's place, far from where the list was scrolled to.
  useEffect(() => {
    if (panel.current && panel.current.getBoundingClientRect().top < 0) panel.current.scrollIntoView();
  }, []);
  return (
    <aside ref={panel} className={classes.panel} aria-label={t("detail")}>
      <Link
        to="/catalog"
        search={({ entity: _entity, ...rest }) => rest}
        resetScroll={false}
        className={classes.close}
        aria-label={t("close")}
      >
        <CloseButton component="span" tabIndex={-1} aria-hidden />
      </Link>
      <QueryState query={query} skeleton={<RowsSkeleton rows={8} />} permission="catalog:read">
        {(detail) => <Detail detail={detail} />}
      </QueryState>
    </aside>
  );
}

function Detail({ detail }: { detail: CatalogDetail }) {
  const { t } = useTranslation("catalog");
  const { entity, ancestors, aliases, children } = detail;
  const below = BELOW[entity.type];
  return (
    <>
      <header className={classes.head}>
        {ancestors.length > 0 && (
          <ol className={classes.ancestors} aria-label={t("ancestors")}>
            {ancestors.map(({ type, id, name }) => (
              <li key={id}>
                <Link to="/catalog" search={{ kind: pluralOf(type), entity: id }}>
                  {name}
                </Link>
              </li>
            ))}
          </ol>
        )}
        <h2>{entity.name}</h2>
        <p>{entity.description ?? <span className={classes.soft}>{t("noDescription")}</span>}</p>
        {below && children.count > 0 && (
          <Link to="/catalog" search={{ kind: below, parent: entity.id }}>
            {t(`children.${below}`, { count: children.count })}
          </Link>
        )}
      </header>
      <Part title={t("origin")}>
        <OriginFacts entity={entity} />
      </Part>
      <Part title={t("usedIn")}>
        <ul className={classes.uses}>
          {detail.usedIn.map(({ scenarioId, as }) => (
            <li key={`${scenarioId} ${as}`}>
              <Link to="/scenarios/$scenarioId" params={{ scenarioId: String(scenarioId) }}>
                {t("scenario", { id: scenarioId })}
              </Link>
              {as !== entity.name && <span className={classes.soft}> {t("usedAs", { name: as })}</span>}
            </li>
          ))}
        </ul>
      </Part>
      {aliases.length > 0 && (
        <Part title={t("synonyms")}>
          <ul className={classes.uses}>
            {aliases.map(({ id, name, scenarioId, mergedAt }) => (
              <li key={id}>
                {name}{" "}
                <span className={classes.soft}>
                  <Link to="/scenarios/$scenarioId" params={{ scenarioId: String(scenarioId) }}>
                    {t("scenario", { id: scenarioId })}
                  </Link>
                  {mergedAt && (
                    <>
                      {" · "}
                      <RelativeTime time={mergedAt} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={t("history")}>
        <EntityHistory detail={detail} />
      </Part>
    </>
  );
}

function OriginFacts({ entity }: { entity: CatalogEntity }) {
  const { t } = useTranslation("catalog");
  const nameOf = usePersonName();
  const { id, generationId, path, promotedAt, promotedBy } = entity;
  return (
    <dl className={classes.facts}>
      <dt>{t("from")}</dt>
      <dd>
        <Link
          to="/generations/$generationId"
          params={{ generationId: String(generationId) }}
          search={{ at: path }}
        >
          {t("generation", { id: generationId })}
        </Link>{" "}
        <span className={`mono ${classes.soft}`}>{path}</span>
      </dd>
      {promotedAt && (
        <>
          <dt>{t("activeSince")}</dt>
          <dd>
            <RelativeTime time={promotedAt} />
            {promotedBy !== null && ` · ${nameOf(promotedBy)}`}
          </dd>
        </>
      )}
      <dt>{t("id")}</dt>
      <dd>
        <CopyableId value={id} />
      </dd>
    </dl>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
