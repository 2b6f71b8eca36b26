import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Keys } from "../keyboard/ShortcutOverlay.tsx";
import { useFormats } from "../language/formats.ts";
import classes from "./Focus.module.css";
import { PreviewLine } from "./PreviewLine.tsx";
import { isOpen } from "./tree-index.ts";
import type { Review } from "./use-review.ts";
import { approve, reject } from "./use-review-keys.ts";

/** What is selected, what approving it would do, and the decisions on it. */
export function SelectionBar({ review }: { review: Review }) {
  const { t } = useTranslation("review");
  const formats = useFormats();
  const { address, index, form, isWide } = review;
  const { selected } = address;
  if (selected.size === 0 || !review.mayReview) return null;
  const keys = [...selected].filter((key) => index.byKey.has(key));
  const open = keys.filter((key) => {
    const node = index.byKey.get(key);
    return node && isOpen(node.entity);
  });
  const key = (keyName: string) => (isWide ? <Keys keys={keyName} /> : undefined);
  return (
    <section className={classes.selection} aria-label={t("selection")}>
      <div className={classes.selectionWords}>
        <strong className="numbers">
          {t("selected", { count: keys.length, shown: formats.number(keys.length) })}
        </strong>
        {open.length > 0 && <PreviewLine action="approve" keys={open} review={review} />}
      </div>
      {form === undefined && (
        <div className={classes.actions}>
          <Button
            size="xs"
            disabled={open.length === 0}
            rightSection={key("a")}
            onClick={() => approve(review)}
          >
            {t("approve")}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={open.length === 0}
            rightSection={key("r")}
            onClick={() => reject(review)}
          >
            {t("reject")}
          </Button>
          {keys.length > open.length && (
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                review.decide({ action: "undo", keys: keys.filter((each) => !open.includes(each)) })
              }
            >
              {t("undoSelected")}
            </Button>
          )}
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            rightSection={key("Esc")}
            onClick={() => address.setSelected(new Set())}
          >
            {t("clearSelection")}
          </Button>
        </div>
      )}
    </section>
  );
}
