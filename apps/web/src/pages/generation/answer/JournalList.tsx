import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SeverityBadge } from "../../../answer/SeverityBadge.tsx";
import type { JournalEntry } from "../../../answer/text-marks.ts";
import { useJournalWords } from "../../../answer/use-journal-words.ts";
import classes from "../Generation.module.css";

const ORDER = { risky: 0, structural: 1, cosmetic: 2 } as const;
const SHOWN = 400;

const shorten = (value: unknown) => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
};

/** Every liberty that was taken in reading the answer, the risky ones first; each leads to its place in the text. */
export function JournalList({
  journal,
  onShow,
}: {
  journal: readonly JournalEntry[];
  onShow: (entry: number) => void;
}) {
  const { t } = useTranslation("generation");
  const words = useJournalWords();
  if (journal.length === 0) return <p className={classes.nothing}>{t("journal.none")}</p>;
  const sorted = journal
    .map((entry, number) => ({ entry, number }))
    .sort((one, other) => ORDER[one.entry.severity] - ORDER[other.entry.severity]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={classes.scrolling} aria-label={t("journal.title")} tabIndex={0}>
      <ol className={classes.list}>
        {sorted.slice(0, SHOWN).map(({ entry, number }) => (
          <li key={number}>
            <UnstyledButton className={classes.entry ?? ""} onClick={() => onShow(number)}>
              <span className={classes.itemHead}>
                <span>{words(entry.kind)}</span>
                <SeverityBadge severity={entry.severity} />
              </span>
              <span className={classes.change}>
                {entry.before !== "" && <del>{shorten(entry.before)}</del>}
                {entry.after !== "" && <ins>{shorten(entry.after)}</ins>}
              </span>
              <span className={classes.quiet}>
                {entry.path || t("journal.whole")} ·{" "}
                {t("journal.place", { line: entry.at.line, column: entry.at.column })}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
      {journal.length > SHOWN && (
        <p className={classes.nothing}>{t("journal.more", { count: journal.length - SHOWN })}</p>
      )}
    </section>
  );
}
