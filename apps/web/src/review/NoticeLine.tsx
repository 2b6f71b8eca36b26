import { Button, CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { InlineError } from "../design/states/InlineError.tsx";
import classes from "./Focus.module.css";
import { KeyHint } from "./KeyHint.tsx";
import { useCountsInWords } from "./PreviewLine.tsx";
import { keyOf } from "./tree-index.ts";
import type { Notice } from "./use-decisions.ts";
import type { Review } from "./use-review.ts";

/** What the last decision did, what of it could not be done, and the way back. */
export function NoticeLine({ review }: { review: Review }) {
  const { t } = useTranslation("review");
  const { notice, dismiss, isWide } = review;
  return (
    <div role="status" className={classes.notice} data-empty={!notice || undefined}>
      {notice?.is === "failed" ? (
        <InlineError error={notice.error} onRetry={() => review.decide(notice.decision)} />
      ) : (
        notice && (
          <>
            <p className={classes.noticeWords}>
              <NoticeWords notice={notice} review={review} />
            </p>
            {notice.is !== "refused" && review.canUndo && notice.decision.action !== "undo" && (
              <Button
                size="compact-sm"
                variant="default"
                rightSection={isWide ? <KeyHint keys="u" /> : undefined}
                onClick={review.undoLast}
              >
                {t("undo")}
              </Button>
            )}
            <CloseButton size="sm" aria-label={t("dismiss")} onClick={dismiss} />
          </>
        )
      )}
    </div>
  );
}

function NoticeWords({ notice, review }: { notice: Exclude<Notice, { is: "failed" }>; review: Review }) {
  const { t } = useTranslation("review");
  const counts = useCountsInWords();
  const { decision } = notice;
  const [first = ""] = decision.keys;
  const name = review.index.byKey.get(first)?.entity.name ?? "";
  if (notice.is === "refused") return t("notice.refused");
  const result = notice.is === "done" ? notice.result : undefined;
  const conflict = result?.conflicts[0];
  const sum = result
    ? counts(sumOf(result.changed.map(({ type }) => type)))
    : counts(sumOf([...decision.keys].map((key) => key.split("-")[0] ?? "")));
  const what = decision.keys.length === 1 ? name : sum;
  return (
    <>
      {result && result.changed.length === 0
        ? t("notice.nothing")
        : t(`notice.${decision.action}`, {
            what,
            into: decision.action === "merge" ? decision.into.name : "",
          })}
      {conflict && (
        <>
          {" "}
          {t("notice.conflicts", { count: result?.conflicts.length ?? 0 })}{" "}
          <Button size="compact-sm" variant="default" onClick={() => review.focusOn(keyOf(conflict))}>
            {t(`conflict.${conflict.reason}`, { name: conflict.name })}
          </Button>
        </>
      )}
    </>
  );
}

function sumOf(types: readonly string[]) {
  const of = (wanted: string) => types.filter((type) => type === wanted).length;
  return { capabilities: of("capability"), competencies: of("competency"), skills: of("skill") };
}
