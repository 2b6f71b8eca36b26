import { Button } from "@mantine/core";
import { IconAlertTriangle, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../language/formats.ts";
import { usePersonName } from "../session/use-person-name.ts";
import classes from "./Focus.module.css";
import { KeyHint } from "./KeyHint.tsx";
import { isOpen, type ReviewNode } from "./tree-index.ts";
import type { Review } from "./use-review.ts";
import { merge } from "./use-review-keys.ts";

/** What stands in the way of a decision, told before anybody presses a button, and the way out. */
export function WarningPart({ node, review }: { node: ReviewNode; review: Review }) {
  const { t } = useTranslation("review");
  const { obstacle, lease, mayReview, isHeld } = review;
  const nameOf = usePersonName();
  const formats = useFormats();
  if (lease)
    return (
      <div className={classes.warning} data-quiet role="note">
        <IconLock size={18} aria-hidden />
        <p>
          {t("leased", {
            name: nameOf(lease.userId, lease.userName),
            time: formats.clock(new Date(lease.expiresAt)),
          })}
        </p>
      </div>
    );
  if (!obstacle || !isOpen(node.entity)) return null;
  const isOwn = obstacle.at === node;
  const isListed = node.entity.suggestions.some(({ id }) => id === obstacle.existing.id);
  return (
    <div className={classes.warning} role="note">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        <p>{t(`obstacle.${obstacle.reason}`, { name: obstacle.existing.name })}</p>
        {mayReview && isOwn && !isListed && obstacle.reason === "name_already_active" && (
          <Button
            size="xs"
            mt="xs"
            disabled={isHeld}
            rightSection={review.isWide ? <KeyHint keys="m" /> : undefined}
            onClick={() => merge(review)}
          >
            {t("mergeIntoIt")}
          </Button>
        )}
        {!isOwn && (
          <Button size="xs" mt="xs" variant="default" onClick={() => review.focusOn(obstacle.at.key)}>
            {t("goThere")}
          </Button>
        )}
        {isOwn && obstacle.reason === "ancestor_rejected" && node.parent && (
          <Button size="xs" mt="xs" variant="default" onClick={() => review.focusOn(node.parent?.key)}>
            {t("goThere")}
          </Button>
        )}
      </div>
    </div>
  );
}
