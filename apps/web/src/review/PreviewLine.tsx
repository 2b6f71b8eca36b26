import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ReviewResult, TreeCounts } from "@vivero/contracts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { bodyOf, predict } from "./decision.ts";
import classes from "./Focus.module.css";
import { writeSelection } from "./selection-text.ts";
import type { Review } from "./use-review.ts";

const PAUSE_MS = 200;
const FRESH_MS = 10_000;

/**
 * What a decision on many would do, in a sentence. The page's own forecast stands there at once; the service, which knows of what
 * the page does not show, is asked as soon as the focus rests.
 */
export function PreviewLine({
  action,
  keys,
  review,
}: {
  action: "approve" | "reject";
  keys: readonly string[];
  review: Review;
}) {
  const { t } = useTranslation("review");
  const { index, scenario, mayReview } = review;
  const decision = action === "reject" ? { action, keys, reason: "-" } : { action, keys };
  const selection = useMemo(() => writeSelection(keys), [keys]);
  const forecast = useMemo(
    () =>
      [...predict({ action, keys, reason: "" }, index, 0).keys()].map(
        (key) => index.byKey.get(key)?.entity.type,
      ),
    [action, keys, index],
  );
  const [rested] = useDebouncedValue(selection, PAUSE_MS);
  const { data } = useQuery({
    queryKey: ["/scenarios", String(scenario.id), "preview", action, selection],
    queryFn: ({ signal }) =>
      api.post<ReviewResult>(
        `/scenarios/${scenario.id}/incubation/preview`,
        { action, ...bodyOf(decision, index) },
        { signal },
      ),
    enabled: mayReview && rested === selection && keys.length > 0,
    staleTime: FRESH_MS,
    retry: false,
  });
  const counts = useCountsInWords();
  const changes = data ? data.changed.map(({ type }) => type) : forecast;
  const conflicts = data ? data.conflicts.length : keys.length - Math.min(keys.length, changes.length);
  const what = counts({
    capabilities: changes.filter((type) => type === "capability").length,
    competencies: changes.filter((type) => type === "competency").length,
    skills: changes.filter((type) => type === "skill").length,
  });
  return (
    <p className={classes.preview} aria-live="polite">
      {changes.length === 0 ? t("preview.nothing") : t(`preview.${action}`, { what })}
      {conflicts > 0 && ` ${t("preview.conflicts", { count: conflicts })}`}
    </p>
  );
}

/** "1 capability, 3 competencies and 11 skills"; kinds of which there are none are left out. */
export function useCountsInWords(): (counts: TreeCounts) => string {
  const { t, i18n } = useTranslation("states");
  return ({ capabilities, competencies, skills }) =>
    new Intl.ListFormat(i18n.language).format([
      ...(capabilities > 0 ? [t("counts.capabilities", { count: capabilities })] : []),
      ...(competencies > 0 ? [t("counts.competencies", { count: competencies })] : []),
      ...(skills > 0 ? [t("counts.skills", { count: skills })] : []),
    ]);
}
