import {
  IconArchive,
  IconArrowMerge,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconLoader2,
  IconPencil,
  IconPlant2,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./StatusBadge.module.css";

const LOOKS = {
  queued: [IconClock, "quiet"],
  processing: [IconLoader2, "going"],
  running: [IconLoader2, "going"],
  complete: [IconCircleCheck, "good"],
  failed: [IconCircleX, "bad"],
  cancelled: [IconBan, "quiet"],
  abandoned: [IconBan, "quiet"],
  draft: [IconPencil, "quiet"],
  incubating: [IconPlant2, "going"],
  incubated: [IconCircleCheck, "good"],
  in_incubation: [IconPlant2, "going"],
  active: [IconCircleCheck, "good"],
  archived: [IconArchive, "quiet"],
  merged: [IconArrowMerge, "quiet"],
  rejected: [IconCircleX, "bad"],
  none: [IconCircleDashed, "quiet"],
  pending: [IconClock, "waiting"],
  succeeded: [IconCircleCheck, "good"],
} as const satisfies Record<string, readonly [typeof IconClock, string]>;

export type Status = keyof typeof LOOKS;

/** A state as an icon and a word; the colour only repeats what they say. */
export function StatusBadge({ status }: { status: Status }) {
  const { t } = useTranslation("states");
  const [Icon, tone] = LOOKS[status];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}
