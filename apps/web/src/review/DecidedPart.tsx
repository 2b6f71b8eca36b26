import { Link } from "@tanstack/react-router";
import type { IncubatingEntity } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../design/RelativeTime.tsx";
import { usePersonName } from "../session/use-person-name.ts";
import { pluralOf } from "./catalog-path.ts";
import classes from "./Focus.module.css";

/** Who decided, when, and why; where it stands in the catalog now. */
export function DecidedPart({ entity }: { entity: IncubatingEntity }) {
  const { t } = useTranslation("review");
  const nameOf = usePersonName();
  const { status, decidedBy, decidedAt, mergedInto, rejectionReason } = entity;
  if (status === "in_incubation") return null;
  const standsAs = mergedInto?.id ?? entity.id;
  return (
    <section className={classes.part}>
      <h4 className={classes.partTitle}>{t("decision")}</h4>
      <p>
        {decidedBy === null ? t(`was.${status}`) : t(`wasBy.${status}`, { name: nameOf(decidedBy) })}
        {decidedAt !== null && (
          <>
            {" · "}
            <RelativeTime time={decidedAt} />
          </>
        )}
      </p>
      {rejectionReason !== null && <blockquote className={classes.quote}>{rejectionReason}</blockquote>}
      {status !== "rejected" && (
        <p>
          <Link to="/catalog" search={{ kind: pluralOf(entity.type), entity: standsAs }}>
            {mergedInto ? t("seeMerged", { name: mergedInto.name }) : t("seeInCatalog")}
          </Link>
        </p>
      )}
    </section>
  );
}
