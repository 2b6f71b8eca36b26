import { Button, TextInput } from "@mantine/core";
import { IconSearch, IconUserEdit } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { VirtualTree } from "../design/tree/VirtualTree.tsx";
import { useSearchField } from "../design/use-search-field.ts";
import { useSession } from "../session/session-context.tsx";
import { usePersonName } from "../session/use-person-name.ts";
import classes from "./Board.module.css";
import { leaseOf } from "./obstacles.ts";
import { ReviewRowView } from "./ReviewRowView.tsx";
import type { Review } from "./use-review.ts";
import { selectShown, toggleSelected } from "./use-review-keys.ts";

/** The tree, a search above it, and who else is reviewing beneath it. */
export function ReviewTree({ review }: { review: Review }) {
  const { t } = useTranslation("review");
  const { rows, address, focused, folding, isWide, mayReview, index, tree } = review;
  const { user } = useSession();
  const field = useSearchField(address.words, (words) => address.narrow({ words }));
  const pane = useRef<HTMLDivElement>(null);
  const isEmpty = rows.length === 0;
  // Keys move the focus of the tree: whoever listens to the page hears it too.
  const focusedKey = focused?.key;
  useEffect(() => {
    const active = document.activeElement;
    if (focusedKey && (active === document.body || active?.tagName === "H1"))
      pane.current?.querySelector<HTMLElement>("[role=tree]")?.focus({ preventScroll: true });
  }, [focusedKey]);
  return (
    <div ref={pane} className={classes.pane}>
      <div className={classes.tools}>
        <TextInput
          {...field}
          type="search"
          size="sm"
          className={classes.search ?? ""}
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={16} stroke={1.6} />}
        />
        {mayReview && (
          <Button
            variant="default"
            disabled={isEmpty || index.total === index.decided}
            onClick={() => selectShown(review)}
          >
            {t("selectAll")}
          </Button>
        )}
      </div>
      {isEmpty ? (
        <div className={classes.none}>
          <p>{t("noneShown")}</p>
          <Button
            variant="default"
            size="xs"
            onClick={() => address.narrow({ filter: undefined, words: "" })}
          >
            {t("showAll")}
          </Button>
        </div>
      ) : (
        <VirtualTree
          className={classes.tree}
          rows={rows}
          label={t("tree")}
          rowHeight={isWide ? 32 : 44}
          focusedKey={focused?.key}
          onFocus={review.focusOn}
          onToggle={folding.toggle}
          onSelect={mayReview ? (key) => toggleSelected(review, key) : undefined}
          isSelected={mayReview ? (key) => address.selected.has(key) : undefined}
          renderRow={({ node, matches }) => (
            <ReviewRowView
              node={node}
              matches={matches}
              isSelected={mayReview ? address.selected.has(node.key) : undefined}
              isLeased={node.level === 1 && leaseOf(node, tree.leases, user.userId) !== undefined}
            />
          )}
        />
      )}
      <OthersAtWork review={review} />
    </div>
  );
}

function OthersAtWork({ review: { tree, index } }: { review: Review }) {
  const { t } = useTranslation("review");
  const { user } = useSession();
  const nameOf = usePersonName();
  const others = tree.leases.filter(({ userId }) => userId !== user.userId);
  if (others.length === 0) return null;
  return (
    <ul className={classes.others} aria-live="polite">
      {others.map((lease) => (
        <li key={lease.capabilityId}>
          <IconUserEdit size={15} stroke={1.6} aria-hidden />
          {t("isReviewing", {
            name: nameOf(lease.userId, lease.userName),
            branch: index.byKey.get(`capability-${lease.capabilityId}`)?.entity.name ?? "",
          })}
        </li>
      ))}
    </ul>
  );
}
