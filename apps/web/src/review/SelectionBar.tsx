import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../language/formats.ts";
import classes from "./Focus.module.css";
import { KeyHint } from "./KeyHint.tsx";
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
  const { known, open } = useMemo(() => {
    const nodes = [...selected].flatMap((each) => index.byKey.get(each) ?? []);
    return { known: nodes, open: nodes.filter(({ entity }) => isOpen(entity)).map((node) => node.key) };
  }, [selected, index]);
  if (selected.size === 0 || !review.mayReview) return null;
  const undoDecided = () =>
    review.decide({
      action: "undo",
      keys: known.filter(({ entity }) => !isOpen(entity)).map((node) => node.key),
    });
  const key = (keyName: string) => (isWide ? <KeyHint keys={keyName} /> : undefined);
  return (
    <section className={classes.selection} aria-label={t("selection")}>
      <div className={classes.selectionWords}>
        <strong className="numbers">
          {t("selected", { count: known.length, shown: formats.number(known.length) })}
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
          {known.length > open.length && (
            <Button size="xs" variant="default" onClick={undoDecided}>
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
