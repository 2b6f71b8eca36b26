import { useTranslation } from "react-i18next";
import { Keys } from "../keyboard/Keys.tsx";
import classes from "./Focus.module.css";
import type { Review } from "./use-review.ts";

const SHOWN = [
  ["a", "approve"],
  ["m", "merge"],
  ["r", "reject"],
  ["e", "edit"],
  ["u", "undo"],
  ["x", "select"],
] as const;

/** The keys of a reviewer, in sight. */
export function KeyBar({ review }: { review: Review }) {
  const { t } = useTranslation("review");
  return (
    <ul className={classes.keys} aria-label={t("keys")}>
      {review.mayReview &&
        SHOWN.map(([key, word]) => (
          <li key={key}>
            <Keys keys={key} /> {t(`keyWord.${word}`)}
          </li>
        ))}
      <li>
        <Keys keys="j" />
        <Keys keys="k" /> {t("keyWord.move")}
      </li>
      <li>
        <Keys keys="?" /> {t("keyWord.all")}
      </li>
    </ul>
  );
}
