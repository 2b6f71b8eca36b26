import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProgressBar } from "../design/ProgressBar.tsx";
import { useFormats } from "../language/formats.ts";
import classes from "./Board.module.css";
import { FILTERS } from "./filters.ts";
import type { Review } from "./use-review.ts";

/** How far the whole is, and what is left; each number narrows the tree to what it counts. */
export function ReviewProgress({ review: { index, address, tree } }: { review: Review }) {
  const { t } = useTranslation("review");
  const formats = useFormats();
  const counts = {
    open: index.total - index.decided,
    conflicts: index.conflicts,
    alike: index.alike,
    decided: index.decided,
  };
  return (
    <div className={classes.progress}>
      <div className={classes.progressWords}>
        <h2>{t("title")}</h2>
        <p className="numbers">
          {t("decidedOf", {
            count: index.total,
            decided: formats.number(index.decided),
            total: formats.number(index.total),
          })}
        </p>
      </div>
      <ProgressBar done={index.decided} total={index.total} label={t("progress")} />
      <fieldset className={classes.chips}>
        <legend className={classes.hidden}>{t("filter.label")}</legend>
        {FILTERS.map((filter) => (
          <UnstyledButton
            key={filter}
            className={classes.chip ?? ""}
            aria-pressed={address.filter === filter}
            data-kind={filter}
            data-none={counts[filter] === 0 || undefined}
            onClick={() => address.narrow({ filter: address.filter === filter ? undefined : filter })}
          >
            {t(`filter.${filter}`, { count: counts[filter], shown: formats.number(counts[filter]) })}
          </UnstyledButton>
        ))}
        {counts.open === 0 && <span className={classes.waiting}>{t("allDecided")}</span>}
        {!tree.suggestionsReady && counts.open > 0 && (
          <span className={classes.waiting} role="status">
            {t("suggestionsComing")}
          </span>
        )}
      </fieldset>
    </div>
  );
}
