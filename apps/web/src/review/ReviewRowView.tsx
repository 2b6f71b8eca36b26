import {
  IconAlertTriangle,
  IconArrowMerge,
  IconCheck,
  IconCircle,
  IconLock,
  IconSquare,
  IconSquareCheckFilled,
  IconX,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSession } from "../session/session-context.tsx";
import { leaseOf } from "./obstacles.ts";
import classes from "./Row.module.css";
import type { Review } from "./use-review.ts";
import type { ReviewRow } from "./visible-rows.ts";

const ICONS = {
  in_incubation: IconCircle,
  active: IconCheck,
  merged: IconArrowMerge,
  rejected: IconX,
} as const;

/** A row: how it stands, its name, and for a branch how far it is. States are told by icon and, to screen readers, by word. */
export function ReviewRowView({ row, review }: { row: ReviewRow; review: Review }) {
  const { t } = useTranslation("review");
  const { t: states } = useTranslation("states");
  const { user } = useSession();
  const { node, matches } = row;
  const { entity } = node;
  const Icon = ICONS[entity.status];
  const isSelected = review.address.selected.has(node.key);
  const isBranch = node.children.length > 0;
  const lease = node.level === 1 ? leaseOf(node, review.tree.leases, user.userId) : undefined;
  const Box = isSelected ? IconSquareCheckFilled : IconSquare;
  return (
    <>
      {review.mayReview && (
        <span className={classes.box} data-select data-selected={isSelected || undefined} aria-hidden>
          <Box size={16} stroke={1.5} />
        </span>
      )}
      <span className={classes.state} data-status={entity.status}>
        <Icon size={14} stroke={2.2} aria-label={states(`status.${entity.status}`)} role="img" />
      </span>
      <span
        className={classes.name}
        data-level={node.level}
        data-dim={!matches || undefined}
        title={entity.name}
      >
        {entity.name}
      </span>
      {lease && <IconLock className={classes.lock} size={14} role="img" aria-label={t("leasedMark")} />}
      {node.conflicts > 0 && (
        <IconAlertTriangle
          className={classes.conflict}
          size={14}
          role="img"
          aria-label={t("conflictMark", { count: node.conflicts })}
        />
      )}
      {!isBranch && node.conflicts === 0 && node.alike > 0 && (
        <span className={`${classes.alike} numbers`} title={t("alikeMark")}>
          ≈<span className={classes.hidden}>{t("alikeMark")}</span>
        </span>
      )}
      {isBranch && (
        <span className={`${classes.count} numbers`}>
          <span aria-hidden>
            {node.decided}/{node.total}
          </span>
          <span className={classes.hidden}>
            {t("decidedOf", { count: node.total, decided: node.decided, total: node.total })}
          </span>
        </span>
      )}
    </>
  );
}
