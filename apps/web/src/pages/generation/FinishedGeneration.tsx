import type { Generation } from "@vivero/contracts";
import { Attempts } from "./Attempts.tsx";
import { AcceptPanel } from "./accept/AcceptPanel.tsx";
import { AnswerWorkbench } from "./answer/AnswerWorkbench.tsx";
import { FailedPanel } from "./FailedPanel.tsx";
import classes from "./Generation.module.css";
import { ImportTimeline } from "./ImportTimeline.tsx";
import { Request } from "./Request.tsx";
import { Statements } from "./Statements.tsx";

/** A generation that has ended: what to decide, the answer beside its text, and everything that is known of it. */
export function FinishedGeneration({ generation }: { generation: Generation }) {
  const { status, answer, answerText, importAudit } = generation;
  return (
    <div className={classes.sections}>
      {status === "complete" ? (
        <AcceptPanel generation={generation} />
      ) : (
        <FailedPanel generation={generation} />
      )}
      {answerText !== null && <AnswerWorkbench generation={generation} />}
      <div className={classes.columns}>
        {importAudit.length > 0 && <ImportTimeline entries={importAudit} />}
        {answer !== null && <Statements answer={answer} />}
        <Attempts generation={generation} />
        <Request generation={generation} />
      </div>
    </div>
  );
}
