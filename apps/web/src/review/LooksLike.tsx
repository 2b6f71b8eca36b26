import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { SimilarEntity } from "@vivero/contracts";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../language/formats.ts";
import { bestMatch } from "./best-match.ts";
import { catalogDetailQuery } from "./catalog-detail-query.ts";
import { pluralOf } from "./catalog-path.ts";
import classes from "./Focus.module.css";
import { KeyHint } from "./KeyHint.tsx";
import { isOpen, type ReviewNode } from "./tree-index.ts";
import { useRested } from "./use-rested.ts";
import type { Review } from "./use-review.ts";
import { nextOpen } from "./visible-rows.ts";

/** A key that is held down passes thirty entities in a second; what is not looked at is not asked for. */
const REST_MS = 120;

/** Active entities that it may be, with what tells them apart. Those of the next entity are fetched ahead. */
export function LooksLike({ node, review }: { node: ReviewNode; review: Review }) {
  const { t } = useTranslation("review");
  const { entity } = node;
  usePrefetchNext(review);
  if (!isOpen(entity) || entity.suggestions.length === 0) return null;
  const best = bestMatch(entity);
  return (
    <section className={classes.part}>
      <h4 className={classes.partTitle}>{t("looksLike")}</h4>
      {entity.suggestions.some(({ ambiguous }) => ambiguous) && (
        <p className={classes.soft}>{t("ambiguous")}</p>
      )}
      <ul className={classes.matches}>
        {entity.suggestions.map((suggestion) => (
          <Match
            key={suggestion.id}
            suggestion={suggestion}
            isBest={best?.id === suggestion.id}
            node={node}
            review={review}
          />
        ))}
      </ul>
    </section>
  );
}

function Match({
  suggestion,
  isBest,
  node,
  review,
}: {
  suggestion: SimilarEntity;
  isBest: boolean;
  node: ReviewNode;
  review: Review;
}) {
  const { t } = useTranslation("review");
  const formats = useFormats();
  const { type, id, name, similarity } = suggestion;
  const { data } = useQuery({ ...catalogDetailQuery(suggestion), enabled: useRested(REST_MS) });
  const since = data?.entity.promotedAt;
  return (
    <li className={classes.match}>
      <span className={`${classes.percent} numbers`}>{formats.percent(similarity)}</span>
      <div className={classes.matchWords}>
        <Link to="/catalog" search={{ kind: pluralOf(type), entity: id }} className={classes.matchName}>
          {name}
        </Link>
        <span className={classes.soft}>
          {since ? t("activeSince", { day: formats.day(new Date(since)) }) : t("active")}
          {data && data.ancestors.length > 0 && ` · ${data.ancestors.map((above) => above.name).join(" › ")}`}
        </span>
        {data?.entity.description && <p className={classes.clamped}>{data.entity.description}</p>}
      </div>
      {review.mayReview && (
        <Button
          size="xs"
          variant="default"
          disabled={review.isHeld || review.address.selected.size > 0}
          rightSection={isBest && review.isWide ? <KeyHint keys="m" /> : undefined}
          aria-label={t("mergeIntoName", { name })}
          onClick={() => review.decide({ action: "merge", keys: [node.key], into: { type, id, name } })}
        >
          {t("merge")}
        </Button>
      )}
    </li>
  );
}

function usePrefetchNext({ rows, focused, index }: Review): void {
  const queryClient = useQueryClient();
  const key = nextOpen(rows, focused?.key);
  const suggestions = index.byKey.get(key ?? "")?.entity.suggestions;
  const isRested = useRested(REST_MS);
  useEffect(() => {
    if (!isRested) return;
    for (const suggestion of suggestions ?? [])
      void queryClient.prefetchQuery(catalogDetailQuery(suggestion));
  }, [queryClient, suggestions, isRested]);
}
