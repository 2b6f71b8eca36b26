import { useTranslation } from "react-i18next";
import classes from "./Board.module.css";
import { FocusPanel } from "./FocusPanel.tsx";
import { KeyBar } from "./KeyBar.tsx";
import { NoticeLine } from "./NoticeLine.tsx";
import { ReviewProgress } from "./ReviewProgress.tsx";
import { ReviewTree } from "./ReviewTree.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { type ReviewOptions, useReview } from "./use-review.ts";
import { useReviewKeys } from "./use-review-keys.ts";

/** "Incubating": what is left, the tree, the one thing in focus, and the keys. On a narrow screen one of the two at a time. */
export function ReviewBoard(options: ReviewOptions) {
  const { t } = useTranslation("review");
  const review = useReview(options);
  useReviewKeys(review);
  const { isWide, focused } = review;
  return (
    <section aria-label={t("title")} className={classes.board}>
      {(isWide || !focused) && <ReviewProgress review={review} />}
      <div className={classes.split}>
        {(isWide || !focused) && <ReviewTree review={review} />}
        {(isWide || focused) && <FocusPanel review={review} />}
      </div>
      <div className={classes.foot}>
        <SelectionBar review={review} />
        <NoticeLine review={review} />
        {isWide && <KeyBar review={review} />}
      </div>
    </section>
  );
}
