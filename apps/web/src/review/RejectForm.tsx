import { Button, Textarea } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Focus.module.css";
import { PreviewLine } from "./PreviewLine.tsx";
import type { Review } from "./use-review.ts";

const REASONS = ["duplicate", "vague", "outOfScope", "wrongKind"] as const;
const LONGEST = 2_000;

/** Why it is rejected: a ready reason with one click or its number, or words of one's own. */
export function RejectForm({ keys, review }: { keys: readonly string[]; review: Review }) {
  const { t } = useTranslation("review");
  const [reason, setReason] = useState("");
  const rejectFor = (text: string) => {
    if (text.trim() !== "") review.decide({ action: "reject", keys, reason: text.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const ready = reason === "" ? REASONS[Number(event.key) - 1] : undefined;
    if (event.key === "Escape") review.closeForm();
    else if (event.key === "Enter" && !event.shiftKey) rejectFor(reason);
    else if (ready) rejectFor(t(`reason.${ready}`));
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.form}>
      <Textarea
        autoFocus
        label={t("rejectWhy", { count: keys.length })}
        description={t("rejectHow")}
        value={reason}
        maxLength={LONGEST}
        rows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.actions}>
        {REASONS.map((ready, index) => (
          <Button key={ready} size="xs" variant="default" onClick={() => rejectFor(t(`reason.${ready}`))}>
            <span className={`${classes.soft} numbers`} aria-hidden>
              {index + 1}
            </span>
            &nbsp;{t(`reason.${ready}`)}
          </Button>
        ))}
      </div>
      <PreviewLine action="reject" keys={keys} review={review} />
      <div className={classes.actions}>
        <Button color="red" disabled={reason.trim() === ""} onClick={() => rejectFor(reason)}>
          {t("reject")}
        </Button>
        <Button variant="default" onClick={review.closeForm}>
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}
