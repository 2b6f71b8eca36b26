import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Generation, IncubatingEntity } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import classes from "./Focus.module.css";
import { generationQuery } from "./generation-query.ts";
import type { Review } from "./use-review.ts";

type Repair = Generation["journal"][number];

const MOST_SHOWN = 4;

/** The liberties that were taken with an entity's own words, not with what hangs from it. */
function repairsOf(journal: readonly Repair[], path: string): Repair[] {
  const isBelow = /^\.?(competencies|skills)\[/;
  return journal.filter((entry) => {
    if (!entry.path.startsWith(path)) return false;
    const rest = entry.path.slice(path.length);
    return (rest === "" || rest.startsWith(".")) && !isBelow.test(rest);
  });
}

/** Which sentence of which answer it comes from, and what was mended in reading it. */
export function OriginPart({ entity, review }: { entity: IncubatingEntity; review: Review }) {
  const { t } = useTranslation("review");
  const { t: journal } = useTranslation("journal");
  const generationId = review.scenario.sourceGenerationId;
  const { data } = useQuery({ ...generationQuery(generationId ?? 0), enabled: generationId !== null });
  if (generationId === null) return null;
  const repairs = data ? repairsOf(data.journal, entity.path) : undefined;
  return (
    <section className={classes.part}>
      <h4 className={classes.partTitle}>{t("origin")}</h4>
      <p>
        <Link
          to="/generations/$generationId"
          params={{ generationId: String(generationId) }}
          search={{ at: entity.path }}
        >
          {t("fromGeneration", { id: generationId })}
        </Link>{" "}
        <span className={`mono ${classes.path}`}>{entity.path}</span>
      </p>
      {repairs && (
        <p className={classes.soft}>
          {repairs.length === 0 ? t("readAsWritten") : t("repairs", { count: repairs.length })}
        </p>
      )}
      {repairs && repairs.length > 0 && (
        <ul className={classes.repairs}>
          {repairs.slice(0, MOST_SHOWN).map((repair) => (
            <li
              key={`${repair.at.offset} ${repair.kind}`}
              data-risky={repair.severity === "risky" || undefined}
            >
              {journal(`kind.${repair.kind}` as "kind.comma_added")}
              {repair.severity === "risky" && <strong> {t("risky")}</strong>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
