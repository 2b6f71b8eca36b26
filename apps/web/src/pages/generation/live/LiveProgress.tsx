import { VisuallyHidden } from "@mantine/core";
import type { Generation } from "@vivero/contracts";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../../language/formats.ts";
import classes from "../Generation.module.css";
import { useSpentText } from "../use-spent-text.ts";
import type { LiveState } from "./live-answer.ts";

const TICK_MS = 1_000;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What happens now, since when, how far: only what is known, no invented percentage. */
export function LiveProgress({
  generation,
  state,
  counts,
}: {
  generation: Generation;
  state: LiveState | null;
  counts: { capabilities: number; competencies: number; skills: number };
}) {
  const { t } = useTranslation("generation");
  const { t: states } = useTranslation("states");
  const formats = useFormats();
  const spent = useSpentText();
  const now = useNow();
  const status = state?.status ?? generation.status;
  const since = Date.parse(generation.startedAt ?? generation.createdAt);
  const what =
    status === "queued"
      ? t("live.queued")
      : state?.text
        ? t("live.writing", { attempt: state.attempt })
        : t("live.asked", { attempt: Math.max(1, state?.attempt ?? generation.attempts) });
  const { usage, cost } = generation;
  return (
    <div className={classes.verdictWords}>
      <h2>{what}</h2>
      <VisuallyHidden role="status">{what}</VisuallyHidden>
      <p className="numbers">
        {[
          formats.duration(now - since),
          states("counts.capabilities", { count: counts.capabilities }),
          states("counts.competencies", { count: counts.competencies }),
          states("counts.skills", { count: counts.skills }),
          t("live.characters", { shown: formats.number(state?.text.length ?? 0) }),
        ].join(" · ")}
      </p>
      <p className={classes.quiet}>
        {usage && `${t("live.before", { spent: spent.tokens(usage) })} `}
        {cost && `${spent.money(cost)} · `}
        {t("live.safe")}
      </p>
    </div>
  );
}
