import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { AuditEvent } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { actionKey } from "../../audit/action-words.ts";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { usePersonName } from "../../session/use-person-name.ts";
import classes from "./Audit.module.css";
import { AuditDetail } from "./AuditDetail.tsx";

/** One event; what it was before and after unfolds beneath it. */
export function AuditRow({
  event,
  isOpen,
  onToggle,
}: {
  event: AuditEvent;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { t } = useTranslation("audit");
  const { t: actions } = useTranslation("actions");
  const nameOf = usePersonName();
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.event} data-open={isOpen || undefined}>
      <UnstyledButton className={classes.row ?? ""} aria-expanded={isOpen} onClick={onToggle}>
        <Icon className={classes.chevron} size={15} aria-hidden />
        <span className={classes.action}>
          {actions(actionKey(event.action), { defaultValue: event.action })}
        </span>
        <span className={`${classes.about} numbers`}>
          {t(`entity.${event.entityType}`)}
          {event.entityId !== null && ` ${event.entityId}`}
        </span>
        <span className={classes.who}>{nameOf(event.actorUserId)}</span>
        <span className={classes.when}>
          <RelativeTime time={event.occurredAt} />
        </span>
      </UnstyledButton>
      {isOpen && <AuditDetail event={event} />}
    </div>
  );
}
