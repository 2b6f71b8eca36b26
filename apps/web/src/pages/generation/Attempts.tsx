import type { Generation } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { StatusBadge } from "../../design/StatusBadge.tsx";
import { useFormats } from "../../language/formats.ts";
import classes from "./Generation.module.css";
import { useFailureText } from "./use-failure-text.ts";
import { useSpentText } from "./use-spent-text.ts";

const FINE = "succeeded";

/** What the attempt after one that failed so asked for: only an answer that came has faults to be told, or a rest. */
function askedNext(code: string) {
  if (code === "ANSWER_CUT") return "attempts.askedForRest";
  return code.startsWith("ANSWER") ? "attempts.askedWithFaults" : "attempts.askedAgain";
}

/** Each request to the model: how it ended, how long it took, what it cost, and what was asked again. */
export function Attempts({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const { t: states } = useTranslation("states");
  const formats = useFormats();
  const failureText = useFailureText();
  const spent = useSpentText();
  if (generation.attemptList.length === 0) return null;
  return (
    <section className={classes.card}>
      <h2>{t("attempts.title")}</h2>
      <ol className={classes.list}>
        {generation.attemptList.map(({ attempt, status, startedAt, endedAt, usage, cost, error }) => (
          <li key={attempt} className={classes.item}>
            <div className={classes.itemHead}>
              <strong>{t("attempts.number", { number: attempt })}</strong>
              {status === FINE ? (
                <span className={classes.quiet}>{states("status.complete")}</span>
              ) : (
                <StatusBadge status={status} />
              )}
            </div>
            <p className={`${classes.quiet} numbers`}>
              {[
                endedAt && formats.duration(Date.parse(endedAt) - Date.parse(startedAt)),
                usage && spent.tokens(usage),
                cost && spent.money(cost),
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
            {error && <p>{failureText(error)}</p>}
            {error && attempt < generation.attempts && (
              <p className={classes.quiet}>{t(askedNext(error.code))}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
