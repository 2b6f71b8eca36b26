import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconHistory,
  IconPlayerPlay,
} from "@tabler/icons-react";
import type { Generation } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { CopyableId } from "../../design/CopyableId.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { useFieldErrorText } from "./answer/use-field-error-text.ts";
import classes from "./Generation.module.css";
import { useFailureText } from "./use-failure-text.ts";

type Entry = Generation["importAudit"][number];

const ICONS = {
  started: IconPlayerPlay,
  success: IconCircleCheck,
  failed: IconCircleX,
  validation_failed: IconCircleX,
  skipped_feature_flag: IconBan,
  pending: IconClock,
  backfill: IconHistory,
} as const satisfies Record<Entry["status"], unknown>;

const SHOWN_ERRORS = 5;

/** Every attempt to import, refused ones too, the newest first. */
export function ImportTimeline({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation("generation");
  return (
    <section className={classes.card}>
      <h2>{t("audit.title")}</h2>
      <ol className={classes.timeline}>
        {entries
          .map((entry, index) => ({ entry, index }))
          .reverse()
          .map(({ entry, index }) => (
            <TimelineEntry key={index} entry={entry} />
          ))}
      </ol>
    </section>
  );
}

function TimelineEntry({ entry }: { entry: Entry }) {
  const { t } = useTranslation("generation");
  const failureText = useFailureText();
  const errorText = useFieldErrorText();
  const {
    status,
    attempted_at: time,
    attempted_by: person,
    request_id: requestId,
    error,
    errors = [],
  } = entry;
  const Icon = ICONS[status];
  return (
    <li className={classes.timelineEntry} data-status={status}>
      <Icon size={17} stroke={1.7} aria-hidden />
      <div>
        <div className={classes.itemHead}>
          <strong>{t(`audit.${status}`)}</strong>
          <RelativeTime time={time} />
        </div>
        {error && <p>{failureText(error)}</p>}
        {errors.slice(0, SHOWN_ERRORS).map((fault) => (
          <p key={`${fault.path} ${fault.message}`}>
            <code>{fault.path || "$"}</code> {errorText(fault)}
          </p>
        ))}
        {errors.length > SHOWN_ERRORS && <p>{t("audit.more", { count: errors.length - SHOWN_ERRORS })}</p>}
        <p className={classes.quiet}>
          {t("audit.by", { id: person })}{" "}
          {requestId && <CopyableId value={requestId} shown={requestId.slice(0, 8)} />}
        </p>
      </div>
    </li>
  );
}
