import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Focus.module.css";
import { KeyHint } from "./KeyHint.tsx";
import { PreviewLine } from "./PreviewLine.tsx";
import { openKeysOf, type ReviewNode } from "./tree-index.ts";
import type { Review } from "./use-review.ts";
import { approveBranch, rejectBranch } from "./use-review-keys.ts";

/** Everything beneath at once; what that would do is said before. */
export function BranchPart({ node, review }: { node: ReviewNode; review: Review }) {
  const { t } = useTranslation("review");
  const { mayReview, isHeld, form, isWide } = review;
  const keys = useMemo(() => openKeysOf([node]), [node]);
  if (node.children.length === 0) return null;
  return (
    <section className={classes.part}>
      <h4 className={classes.partTitle}>{t("branch")}</h4>
      {keys.length === 0 ? (
        <p className={classes.soft}>{t("branchDecided")}</p>
      ) : (
        <>
          <PreviewLine action="approve" keys={keys} review={review} />
          {mayReview && form === undefined && (
            <div className={classes.actions}>
              <Button
                variant="default"
                size="xs"
                disabled={isHeld}
                rightSection={isWide ? <KeyHint keys="shift+a" /> : undefined}
                onClick={() => approveBranch(review)}
              >
                {t("approveBranch")}
              </Button>
              <Button
                variant="default"
                size="xs"
                disabled={isHeld}
                rightSection={isWide ? <KeyHint keys="shift+r" /> : undefined}
                onClick={() => rejectBranch(review)}
              >
                {t("rejectBranch")}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
