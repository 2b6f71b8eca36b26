import type { BackfillState } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { ProgressBar } from "../../design/ProgressBar.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { useFormats } from "../../language/formats.ts";
import classes from "./Operations.module.css";

/** Backfills, each with how far it is and since when. */
export function Backfills({ backfills }: { backfills: readonly BackfillState[] }) {
  const { t } = useTranslation("operations");
  if (backfills.length === 0) return <p className={classes.soft}>{t("backfills.none")}</p>;
  return (
    <ul className={classes.backfills}>
      {backfills.map((backfill) => (
        <li key={`${backfill.service} ${backfill.name}`}>
          <BackfillProgress backfill={backfill} />
        </li>
      ))}
    </ul>
  );
}

function BackfillProgress({ backfill }: { backfill: BackfillState }) {
  const { t } = useTranslation("operations");
  const formats = useFormats();
  const { name, service, state, activity, counts, startedAt, finishedAt, startedBy } = backfill;
  const through = counts.done + counts.skipped;
  return (
    <>
      <p className={classes.flagName}>
        <span>
          <code>{name}</code> <span className={classes.soft}>{service}</span>
        </span>
        <strong>{t(`backfills.state.${state}`)}</strong>
      </p>
      {counts.planned === 0 ? (
        <p className={classes.soft}>{t("backfills.notPlanned")}</p>
      ) : (
        <>
          <div className={classes.progress}>
            <ProgressBar done={through} total={counts.planned} label={t("backfills.progress", { name })} />
          </div>
          <p className={`${classes.soft} numbers`}>
            {t("backfills.counts", {
              done: formats.number(counts.done),
              planned: formats.number(counts.planned),
              skipped: formats.number(counts.skipped),
            })}
            {activity && ` · ${t(`backfills.activity.${activity}`)}`}
          </p>
        </>
      )}
      {startedAt && (
        <p className={classes.soft}>
          {t("backfills.started")} <RelativeTime time={startedAt} />
          {startedBy && ` · ${startedBy}`}
          {finishedAt && (
            <>
              {" · "}
              {t("backfills.finished")} <RelativeTime time={finishedAt} />
            </>
          )}
        </p>
      )}
    </>
  );
}
