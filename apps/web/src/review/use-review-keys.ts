import { useTranslation } from "react-i18next";
import { type Shortcut, useShortcuts } from "../keyboard/shortcuts.ts";
import { bestMatch } from "./best-match.ts";
import { branchOf, isOpen, openKeysOf } from "./tree-index.ts";
import type { Review } from "./use-review.ts";

/** One key for each decision; `?` lists them. What does not apply just now does nothing. */
export function useReviewKeys(review: Review): void {
  const { t } = useTranslation("review");
  const moves: Shortcut[] = [
    { keys: "j", label: t("key.next"), run: () => review.move(1) },
    { keys: "k", label: t("key.previous"), run: () => review.move(-1) },
  ];
  const decisions: Shortcut[] = [
    { keys: "a", label: t("key.approve"), run: () => approve(review) },
    { keys: "m", label: t("key.merge"), run: () => merge(review) },
    { keys: "shift+m", label: t("key.mergeOther"), run: () => mergeOther(review) },
    { keys: "r", label: t("key.reject"), run: () => reject(review) },
    { keys: "e", label: t("key.edit"), run: () => edit(review) },
    { keys: "u", label: t("key.undo"), run: review.undo },
    { keys: "x", label: t("key.select"), run: () => toggleFocused(review) },
    { keys: "shift+x", label: t("key.selectAll"), run: () => selectShown(review) },
    { keys: "shift+a", label: t("key.approveBranch"), run: () => approveBranch(review) },
    { keys: "shift+r", label: t("key.rejectBranch"), run: () => rejectBranch(review) },
    { keys: "Escape", label: t("key.clear"), run: () => clear(review) },
  ];
  useShortcuts(review.mayReview ? [...moves, ...decisions] : moves);
}

/** Approves the selection, or else what has the focus, unless something stands in the way, which the panel tells. */
export function approve(review: Review): void {
  const { focused, targets, isHeld, obstacle, address, decide } = review;
  if (isHeld || targets.length === 0) return;
  if (address.selected.size === 0 && (obstacle || !focused || !isOpen(focused.entity))) return;
  decide({ action: "approve", keys: targets });
}

/** Merges into what fits best and alone, or asks into which. */
export function merge(review: Review): void {
  const { focused, isHeld, address } = review;
  if (!focused || isHeld || !isOpen(focused.entity) || address.selected.size > 0) return;
  const best = bestMatch(focused.entity);
  if (best) review.decide({ action: "merge", keys: [focused.key], into: best });
  else mergeOther(review);
}

/** Opens the search for what to merge into. */
export function mergeOther(review: Review): void {
  if (review.focused && !review.isHeld && isOpen(review.focused.entity)) review.openForm({ is: "merge" });
}

/** Asks for the reason to reject the selection, or what has the focus. */
export function reject(review: Review): void {
  const { focused, targets, isHeld, address } = review;
  if (isHeld || !focused || (address.selected.size === 0 && !isOpen(focused.entity))) return;
  review.openForm({ is: "reject", keys: targets });
}

/** Opens the form of what has the focus. */
export function edit(review: Review): void {
  if (review.focused && !review.isHeld && isOpen(review.focused.entity)) review.openForm({ is: "edit" });
}

/** Approves all that is left of the branch that has the focus; the panel has said what that does. */
export function approveBranch(review: Review): void {
  const keys = branchKeys(review);
  if (keys.length > 0) review.decide({ action: "approve", keys });
}

/** Asks for the reason to reject all that is left of the branch that has the focus. */
export function rejectBranch(review: Review): void {
  const keys = branchKeys(review);
  if (keys.length > 0) review.openForm({ is: "reject", keys });
}

function branchKeys({ focused, isHeld }: Review): string[] {
  return focused && !isHeld ? openKeysOf([focused]) : [];
}

/** Selects or lets go an entity with everything beneath it. */
export function toggleSelected({ address, index }: Review, key: string): void {
  const node = index.byKey.get(key);
  if (!node) return;
  const selected = new Set(address.selected);
  const isIn = selected.has(key);
  for (const { key: each } of branchOf(node)) {
    if (isIn) selected.delete(each);
    else selected.add(each);
  }
  address.setSelected(selected);
}

function toggleFocused(review: Review): void {
  if (review.focused) toggleSelected(review, review.focused.key);
}

/** Selects everything that the tree shows and that is still to be decided, folded branches too. */
export function selectShown({ rows, address, index }: Review): void {
  const isNarrowed = address.filter !== undefined || address.words !== "";
  const keys = isNarrowed
    ? rows.flatMap(({ key, node, matches }) => (matches && isOpen(node.entity) ? [key] : []))
    : openKeysOf(index.roots);
  address.setSelected(new Set(keys));
}

function clear(review: Review): void {
  if (review.form) review.closeForm();
  else if (review.address.selected.size > 0) review.address.setSelected(new Set());
  else if (!review.isWide) review.focusOn(undefined);
}
