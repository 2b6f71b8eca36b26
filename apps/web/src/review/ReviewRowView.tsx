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
import { memo } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Row.module.css";
import type { ReviewNode } from "./tree-index.ts";

const ICONS = {
  in_incubation: IconCircle,
  active: IconCheck,
  merged: IconArrowMerge,
  rejected: IconX,
} as const;

interface ReviewRowProps {
  readonly node: ReviewNode;
  readonly matches: boolean;
  /** Undefined for who may not select. */
  readonly isSelected: boolean | undefined;
  readonly isLeased: boolean;
}

/**
 * A row: how it stands, its name, and for a branch how far it is. States are told by icon and, to screen readers, by word. Drawn
 * anew only when something of it changes.
 */
export const ReviewRowView = memo(function ReviewRowView({
  node,
  matches,
  isSelected,
  isLeased,
}: ReviewRowProps) {
  const { t } = useTranslation(["review", "states"]);
  const { entity } = node;
  const Icon = ICONS[entity.status];
  const isBranch = node.children.length > 0;
  const Box = isSelected ? IconSquareCheckFilled : IconSquare;
  return (
    <>
      {isSelected !== undefined && (
        <span className={classes.box} data-select data-selected={isSelected || undefined} aria-hidden>
          <Box size={16} stroke={1.5} />
        </span>
      )}
      <span className={classes.state} data-status={entity.status}>
        <Icon size={14} stroke={2.2} aria-label={t(`status.${entity.status}`, { ns: "states" })} role="img" />
      </span>
      <span
        className={classes.name}
        data-level={node.level}
        data-dim={!matches || undefined}
        title={entity.name}
      >
        {entity.name}
      </span>
      {isLeased && <IconLock className={classes.lock} size={14} role="img" aria-label={t("leasedMark")} />}
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
});
