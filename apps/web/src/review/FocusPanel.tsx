import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../design/StatusBadge.tsx";
import boardClasses from "./Board.module.css";
import { BranchPart } from "./BranchPart.tsx";
import { DecidedPart } from "./DecidedPart.tsx";
import { EditForm } from "./EditForm.tsx";
import classes from "./Focus.module.css";
import { FocusActions } from "./FocusActions.tsx";
import { LooksLike } from "./LooksLike.tsx";
import { MergeForm } from "./MergeForm.tsx";
import { OriginPart } from "./OriginPart.tsx";
import { RejectForm } from "./RejectForm.tsx";
import type { ReviewNode } from "./tree-index.ts";
import type { Review } from "./use-review.ts";
import { WarningPart } from "./WarningPart.tsx";

/** The one thing in focus: what it is, what it looks like, where it comes from, and what can be decided. */
export function FocusPanel({ review }: { review: Review }) {
  const { t } = useTranslation("review");
  const { focused, isWide, index } = review;
  const panel = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes into focus is read from its top.
  useEffect(() => {
    if (panel.current && panel.current.scrollTop > 0) panel.current.scrollTop = 0;
  }, [focused?.key]);
  return (
    <div className={`${boardClasses.pane} ${classes.panel}`}>
      {!isWide && (
        <div className={boardClasses.tools}>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconArrowLeft size={16} />}
            onClick={() => review.focusOn(undefined)}
          >
            {t("backToTree")}
          </Button>
          <span className={`${boardClasses.back} numbers`}>
            {t("decidedOf", { count: index.total, decided: index.decided, total: index.total })}
          </span>
        </div>
      )}
      {focused ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
        <section ref={panel} className={classes.scroll} tabIndex={0} aria-label={t("focus")}>
          <FocusedEntity node={focused} review={review} />
        </section>
      ) : (
        <p className={boardClasses.none}>{t("nothingFocused")}</p>
      )}
    </div>
  );
}

function FocusedEntity({ node, review }: { node: ReviewNode; review: Review }) {
  const { entity } = node;
  const { form } = review;
  if (form?.is === "edit") return <EditForm node={node} review={review} />;
  return (
    <>
      <EntityHead node={node} />
      <WarningPart node={node} review={review} />
      {form?.is === "reject" ? (
        <RejectForm keys={form.keys} review={review} />
      ) : form?.is === "merge" ? (
        <MergeForm node={node} review={review} />
      ) : (
        <FocusActions node={node} review={review} />
      )}
      <DecidedPart entity={entity} />
      {form === undefined && <LooksLike key={node.key} node={node} review={review} />}
      <BranchPart node={node} review={review} />
      <OriginPart entity={entity} review={review} />
    </>
  );
}

function EntityHead({ node: { entity } }: { node: ReviewNode }) {
  const { t } = useTranslation("review");
  return (
    <header className={classes.head}>
      <p className={classes.kind}>
        {t(`kind.${entity.type}`)}
        <span aria-hidden>·</span>
        <StatusBadge status={entity.status} />
      </p>
      <h3 className={classes.name}>{entity.name}</h3>
      {entity.editedFrom !== null && (
        <p className={classes.soft}>{t("editedFrom", { name: entity.editedFrom })}</p>
      )}
      {entity.description ? (
        <p className={classes.description}>{entity.description}</p>
      ) : (
        <p className={classes.soft}>{t("noDescription")}</p>
      )}
      {entity.level !== null && (
        <p className={`${classes.soft} numbers`}>
          {t(entity.type === "capability" ? "importance" : "requiredLevel", { level: entity.level })}
        </p>
      )}
    </header>
  );
}
