import { useTranslation } from "react-i18next";
import type { NodeNotes } from "../../../answer/AnswerTree.tsx";
import type { AnswerNode } from "../../../answer/answer-nodes.ts";
import { CopyableId } from "../../../design/CopyableId.tsx";
import classes from "../Generation.module.css";

/** The entity in focus, whole. */
export function NodeDetail({ node, notes }: { node: AnswerNode; notes: NodeNotes | undefined }) {
  const { t } = useTranslation("generation");
  const { t: states } = useTranslation("states");
  const rating = node.type === "capability" ? "importance" : "requiredLevel";
  return (
    <div className={classes.detail} aria-live="polite">
      <p className={classes.quiet}>
        {states(`entity.${node.type}`)}
        {node.rating !== null && ` · ${t(`detail.${rating}`, { value: node.rating })}`}
        {notes && notes.repairs > 0 && ` · ${states("tree.repairs", { count: notes.repairs })}`}
        {notes && notes.faults > 0 && ` · ${states("tree.faults", { count: notes.faults })}`}
      </p>
      <h3>{node.name || t("detail.unnamed")}</h3>
      {node.description && <p>{node.description}</p>}
      <p className={classes.quiet}>
        <CopyableId value={node.path} />
      </p>
    </div>
  );
}
