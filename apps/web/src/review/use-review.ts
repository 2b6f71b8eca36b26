import { useMediaQuery } from "@mantine/hooks";
import type { IncubationTree, Scenario } from "@vivero/contracts";
import { useDeferredValue, useMemo, useState } from "react";
import { useMay, useSession } from "../session/session-context.tsx";
import type { Decision } from "./decision.ts";
import { leaseOf, obstacleOf } from "./obstacles.ts";
import { ancestorsOf, capabilityOf, isOpen, type ReviewNode } from "./tree-index.ts";
import { useDecisions } from "./use-decisions.ts";
import { useFolding } from "./use-folding.ts";
import { useLease } from "./use-lease.ts";
import { useReviewAddress } from "./use-review-address.ts";
import { nextOpen, visibleRows } from "./visible-rows.ts";

/** The form that is open in the focus panel, and what it is about. */
export type OpenForm =
  | { readonly is: "edit" | "merge" }
  | { readonly is: "reject"; readonly keys: readonly string[] };

export interface ReviewOptions {
  readonly scenario: Scenario;
  readonly tree: IncubationTree;
  readonly change: (update: (tree: IncubationTree) => IncubationTree) => Promise<void>;
  readonly refresh: () => unknown;
}

/** Everything that the review's parts show and do. */
export type Review = ReturnType<typeof useReview>;

/** The state of a review: what is shown, what has the focus, and the decisions on it. */
export function useReview({ scenario, tree, change, refresh }: ReviewOptions) {
  const { user } = useSession();
  const may = useMay();
  const isWide = useMediaQuery("(min-width: 901px)", true, { getInitialValueInEffect: false });
  const address = useReviewAddress();
  const scenarioId = String(scenario.id);
  const decisions = useDecisions({ scenarioId, tree, userId: user.userId, change, refresh });
  const { index } = decisions;
  const words = useDeferredValue(address.words);
  const folding = useFolding(index, address.filter !== undefined || words !== "");
  const rows = useMemo(
    () => visibleRows(index, { filter: address.filter, words, folded: folding.folded }),
    [index, address.filter, words, folding.folded],
  );
  const takeLease = useLease(scenarioId);
  const [form, setForm] = useState<OpenForm>();
  const given = index.byKey.get(address.focus ?? "");
  const focused =
    given ?? (isWide ? index.byKey.get(nextOpen(rows, undefined) ?? rows[0]?.key ?? "") : undefined);
  const lease = focused && leaseOf(focused, tree.leases, user.userId);

  const focusOn = (key: string | undefined) => {
    setForm(undefined);
    address.setFocus(key);
    const node = index.byKey.get(key ?? "");
    if (node) folding.unfold(ancestorsOf(node).map((above) => above.key));
  };
  const move = (step: 1 | -1) => {
    const at = rows.findIndex(({ key }) => key === focused?.key);
    const target = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (target) focusOn(target.key);
  };
  const begin = (node: ReviewNode | undefined = focused) => {
    if (node) takeLease(capabilityOf(node).entity.id);
  };
  /** Takes a decision and goes on to what is to be decided next. */
  const decide = (decision: Decision) => {
    begin();
    const gone = new Set(decision.keys);
    decisions.decide(decision);
    if (address.selected.size > 0) address.setSelected(new Set());
    if (focused) focusOn(nextOpen(rows, focused.key, gone) ?? focused.key);
  };
  const undoLast = () => {
    const key = decisions.undoLast();
    if (key) focusOn(key);
  };
  const undo = () => {
    if (focused && !isOpen(focused.entity)) {
      setForm(undefined);
      return decisions.decide({ action: "undo", keys: [focused.key] });
    }
    undoLast();
  };
  const openForm = (wanted: OpenForm) => {
    begin();
    setForm(wanted);
  };
  const targets = address.selected.size > 0 ? [...address.selected] : focused ? [focused.key] : [];
  const isHeld = lease !== undefined && address.selected.size === 0;
  return {
    scenario,
    tree,
    index,
    rows,
    address,
    folding,
    isWide,
    mayReview: may("incubation:review"),
    focused,
    obstacle: focused && obstacleOf(focused),
    lease,
    isHeld,
    targets,
    form,
    notice: decisions.notice,
    dismiss: decisions.dismiss,
    canUndo: decisions.canUndo,
    change,
    focusOn,
    move,
    decide,
    undo,
    undoLast,
    openForm,
    closeForm: () => setForm(undefined),
  };
}
