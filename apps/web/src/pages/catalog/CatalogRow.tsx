import { Link } from "@tanstack/react-router";
import type { CatalogEntity } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import classes from "./Catalog.module.css";
import type { Kind } from "./kinds.ts";

/** An active entity: its name, what else it is called, what it says. */
export function CatalogRow({ entity, kind, isOpen }: { entity: CatalogEntity; kind: Kind; isOpen: boolean }) {
  const { t } = useTranslation("catalog");
  const { id, name, description, aliases, usedAs } = entity;
  return (
    <Link
      to="/catalog"
      search={(now) => ({ ...now, kind, entity: id })}
      resetScroll={false}
      className={classes.row}
      aria-current={isOpen || undefined}
    >
      <span className={classes.names}>
        <span className={classes.name}>{name}</span>
        {aliases.length > 0 ? (
          <span className={classes.more}>{t("also", { names: aliases.join(" · ") })}</span>
        ) : (
          description && <span className={classes.more}>{description}</span>
        )}
      </span>
      {usedAs > 0 && <span className={`${classes.used} numbers`}>{t("mergedCount", { count: usedAs })}</span>}
    </Link>
  );
}
