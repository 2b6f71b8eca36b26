import { SegmentedControl } from "@mantine/core";
import type { Generation } from "@vivero/contracts";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { AnswerText } from "../../../answer/AnswerText.tsx";
import { AnswerTree } from "../../../answer/AnswerTree.tsx";
import { answerNodes } from "../../../answer/answer-nodes.ts";
import { locateNodes } from "../../../answer/locate-nodes.ts";
import { textMarks } from "../../../answer/text-marks.ts";
import classes from "../Generation.module.css";
import { FaultList } from "./FaultList.tsx";
import { JournalList } from "./JournalList.tsx";
import { NodeDetail } from "./NodeDetail.tsx";
import { notesByPath } from "./notes-by-path.ts";
import { useAnswerFocus } from "./use-answer-focus.ts";

const SIDES = ["text", "repairs", "faults"] as const;
type Side = (typeof SIDES)[number];

/** The answer as a tree beside its text; what was mended and what is wrong is marked on both and leads from one to the other. */
export function AnswerWorkbench({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const { answer, answerText, journal, validationErrors, warnings } = generation;
  const text = answerText ?? "";
  const faults = useMemo(() => [...validationErrors, ...warnings], [validationErrors, warnings]);
  const nodes = useMemo(() => answerNodes(answer), [answer]);
  const notes = useMemo(() => notesByPath(journal, faults), [journal, faults]);
  const places = useMemo(() => locateNodes(text, nodes), [text, nodes]);
  const marks = useMemo(() => textMarks(journal), [journal]);
  const { rows, focused, entry, focus, focusEntry, toggle } = useAnswerFocus(nodes, journal);
  const [side, setSide] = useState<Side>(validationErrors.length > 0 ? "faults" : "text");

  const mark = entry === null ? null : (marks.find((candidate) => candidate.entry === entry) ?? null);
  const node = nodes.find(({ path }) => path === focused);
  const showInText = (number: number) => {
    focusEntry(number);
    setSide("text");
  };
  const counts = { text: null, repairs: journal.length, faults: faults.length };
  return (
    <section className={classes.workbench} aria-label={t("workbench.title")}>
      <div className={classes.treeSide}>
        <AnswerTree
          rows={rows}
          focused={focused}
          onFocus={focus}
          onToggle={toggle}
          notesOf={(path) => notes.get(path)}
        />
      </div>
      <div className={classes.detailSide}>
        {node && <NodeDetail node={node} notes={notes.get(node.path)} />}
        <SegmentedControl
          size="xs"
          aria-label={t("workbench.side")}
          value={side}
          onChange={(value) => setSide(value as Side)}
          data={SIDES.map((value) => ({
            value,
            label:
              counts[value] === null
                ? t(`workbench.${value}`)
                : `${t(`workbench.${value}`)} ${counts[value]}`,
          }))}
        />
        <div className={classes.sideContent}>
          {side === "text" && (
            <AnswerText
              text={text}
              marks={marks}
              focus={mark ?? (focused ? (places.get(focused) ?? null) : null)}
              onMark={focusEntry}
            />
          )}
          {side === "repairs" && <JournalList journal={journal} onShow={showInText} />}
          {side === "faults" && <FaultList errors={validationErrors} warnings={warnings} onShow={focus} />}
        </div>
      </div>
    </section>
  );
}
