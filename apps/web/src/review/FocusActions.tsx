import { Button } from "@mantine/core";
import { IconArrowBackUp, IconArrowMerge, IconCheck, IconPencil, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Focus.module.css";
import { KeyHint } from "./KeyHint.tsx";
import { isOpen, type ReviewNode } from "./tree-index.ts";
import type { Review } from "./use-review.ts";
import { approve, edit, mergeOther, reject } from "./use-review-keys.ts";

/** The decisions on what has the focus, each with its key. */
export function FocusActions({ node, review }: { node: ReviewNode; review: Review }) {
  const { t } = useTranslation("review");
  const { mayReview, isHeld, obstacle, address, isWide } = review;
  if (!mayReview) return <p className={classes.soft}>{t("readOnly")}</p>;
  const key = (keys: string) => (isWide ? <KeyHint keys={keys} /> : undefined);
  if (!isOpen(node.entity))
    return (
      <div className={classes.actions}>
        <Button
          variant="default"
          disabled={isHeld}
          leftSection={<IconArrowBackUp size={16} />}
          rightSection={key("u")}
          onClick={review.undo}
        >
          {t("undo")}
        </Button>
      </div>
    );
  const decidesSelection = address.selected.size > 0;
  return (
    <div className={classes.actions}>
      <Button
        disabled={isHeld || obstacle !== undefined || decidesSelection}
        leftSection={<IconCheck size={16} />}
        rightSection={key("a")}
        onClick={() => approve(review)}
      >
        {t("approve")}
      </Button>
      <Button
        variant="default"
        disabled={isHeld || decidesSelection}
        leftSection={<IconArrowMerge size={16} />}
        rightSection={key("shift+m")}
        onClick={() => mergeOther(review)}
      >
        {t("mergeInto")}
      </Button>
      <Button
        variant="default"
        disabled={isHeld || decidesSelection}
        leftSection={<IconX size={16} />}
        rightSection={key("r")}
        onClick={() => reject(review)}
      >
        {t("reject")}
      </Button>
      <Button
        variant="default"
        disabled={isHeld}
        leftSection={<IconPencil size={16} />}
        rightSection={key("e")}
        onClick={() => edit(review)}
      >
        {t("edit")}
      </Button>
    </div>
  );
}
