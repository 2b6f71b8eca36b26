import { IconAlertCircle, IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { VirtualTree } from "../design/tree/VirtualTree.tsx";
import classes from "./Answer.module.css";
import type { AnswerRow } from "./tree-rows.ts";

/** What stands beside an entity in the tree. */
export interface NodeNotes {
  /** How many liberties were taken in reading it. */
  readonly repairs: number;
  /** How many faults of the contract it has. */
  readonly faults: number;
}

/** The capabilities, competencies and skills of an answer, whole or still arriving. */
export function AnswerTree({
  rows,
  focused,
  onFocus,
  onToggle,
  notesOf,
}: {
  rows: readonly AnswerRow[];
  focused: string | undefined;
  onFocus: (path: string) => void;
  onToggle: (path: string, expanded: boolean) => void;
  notesOf?: (path: string) => NodeNotes | undefined;
}) {
  const { t } = useTranslation("states");
  return (
    <VirtualTree
      rows={rows}
      label={t("tree.label")}
      focusedKey={focused}
      onFocus={onFocus}
      onToggle={onToggle}
      renderRow={({ node }) => <NodeLine row={node} notes={notesOf?.(node.path)} />}
    />
  );
}

function NodeLine({ row, notes }: { row: AnswerRow["node"]; notes: NodeNotes | undefined }) {
  const { t } = useTranslation("states");
  return (
    <span className={classes.node} data-type={row.type}>
      <span className={classes.nodeName} title={row.name}>
        {row.name || "…"}
      </span>
      {row.children > 0 && <span className={`${classes.nodeCount} numbers`}>{row.children}</span>}
      {notes && notes.faults > 0 && (
        <span className={classes.nodeFault} title={t("tree.faults", { count: notes.faults })}>
          <IconAlertCircle size={14} aria-label={t("tree.faults", { count: notes.faults })} role="img" />
        </span>
      )}
      {notes && notes.repairs > 0 && (
        <span className={classes.nodeRepair} title={t("tree.repairs", { count: notes.repairs })}>
          <IconPencil size={14} aria-label={t("tree.repairs", { count: notes.repairs })} role="img" />
        </span>
      )}
    </span>
  );
}
