import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Answer.module.css";
import { lineAt, linePieces, type TextLine, type TextMark, textLines } from "./text-marks.ts";

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The text that the model wrote, with the journal's marks in it; only the lines that are seen stand in the document. It scrolls to the
 * focused range, or to its end while text arrives.
 */
export function AnswerText({
  text,
  marks = [],
  focus = null,
  follow = false,
  onMark,
}: {
  text: string;
  marks?: readonly TextMark[];
  focus?: Range | null;
  /** Keeps the end in sight while the text grows. */
  follow?: boolean;
  /** A click on a mark: the number of its entry in the journal. */
  onMark?: (entry: number) => void;
}) {
  const { t } = useTranslation("states");
  const scroller = useRef<HTMLElement>(null);
  const lines = useMemo(() => textLines(text), [text]);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 20,
  });
  const focusedLine = focus ? lineAt(lines, focus.start) : null;
  useEffect(() => {
    if (focusedLine !== null) virtualizer.scrollToIndex(focusedLine, { align: "center" });
  }, [focusedLine, virtualizer]);
  useEffect(() => {
    if (follow) virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [follow, lines.length, virtualizer]);
  const onClick = (event: MouseEvent) => {
    const entry = (event.target as Element).closest("[data-entry]")?.getAttribute("data-entry");
    if (entry) onMark?.(Number(entry));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the journal beside it offers the same by keyboard.
    <section
      ref={scroller}
      className={classes.text}
      aria-label={t("tree.text")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      onClick={onClick}
    >
      <div className={classes.textInner} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const line = lines[index];
          return (
            line && (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={classes.line}
                style={{ transform: `translateY(${start}px)` }}
              >
                <span className={classes.lineNumber} aria-hidden>
                  {line.number}
                </span>
                <Line line={line} marks={marks} focus={focus} />
              </div>
            )
          );
        })}
      </div>
    </section>
  );
}

function Line({ line, marks, focus }: { line: TextLine; marks: readonly TextMark[]; focus: Range | null }) {
  return (
    <code className={classes.lineText}>
      {linePieces(line, marks, focus).map(({ text, mark, isFocused }, index) => {
        const key = `${index}`;
        if (mark)
          return (
            <mark
              key={key}
              data-entry={mark.entry}
              data-severity={mark.severity}
              data-focused={isFocused || undefined}
              data-insertion={text === "" || undefined}
            >
              {text}
            </mark>
          );
        return isFocused ? (
          <mark key={key} data-focused>
            {text}
          </mark>
        ) : (
          text
        );
      })}
    </code>
  );
}
