import { useMutation } from "@tanstack/react-query";
import type { IncubationTree, ReviewResult } from "@vivero/contracts";
import { useMemo, useRef, useState } from "react";
import { api } from "../api/client.ts";
import { applyChanges } from "./apply-changes.ts";
import { bodyOf, type Changes, type Decision, outcome, predict, undoKeys } from "./decision.ts";
import { indexTree, type ReviewIndex } from "./tree-index.ts";

interface Pending {
  readonly number: number;
  readonly decision: Decision;
  readonly changes: Changes;
  /** The tree that the decision was taken on. */
  readonly index: ReviewIndex;
}

/** What the last decision came to. */
export type Notice =
  | { readonly is: "sent" | "refused"; readonly decision: Decision; readonly count: number }
  | {
      readonly is: "done";
      readonly decision: Decision;
      readonly count: number;
      readonly result: ReviewResult;
    }
  | { readonly is: "failed"; readonly decision: Decision; readonly error: unknown };

interface Done {
  readonly number: number;
  readonly decision: Decision;
  readonly keys: readonly string[];
}

interface DecisionsOptions {
  readonly scenarioId: string;
  readonly tree: IncubationTree;
  readonly userId: number;
  readonly change: (update: (tree: IncubationTree) => IncubationTree) => Promise<void>;
  readonly refresh: () => unknown;
}

/**
 * Decisions, shown at once and sent one after the other. What is shown is what the service last said with the decisions under way
 * laid over it: one that fails is simply taken off, and nothing of the others is lost.
 */
export function useDecisions({ scenarioId, tree, userId, change, refresh }: DecisionsOptions) {
  const [pending, setPending] = useState<readonly Pending[]>([]);
  const [done, setDone] = useState<readonly Done[]>([]);
  const [notice, setNotice] = useState<Notice>();
  const counter = useRef(0);
  const index = useMemo(
    () => indexTree(pending.reduce((at, { changes }) => applyChanges(at, changes), tree)),
    [tree, pending],
  );
  const mutation = useMutation({
    scope: { id: `review of ${scenarioId}` },
    mutationFn: ({ decision, index: seen }: Pending) =>
      api.post<ReviewResult>(
        `/scenarios/${scenarioId}/incubation/${decision.action}`,
        bodyOf(decision, seen),
      ),
    onSuccess: async (result, { number, decision, index: seen }) => {
      const changes = outcome(decision, result, seen, userId);
      await change((before) => applyChanges(before, changes));
      setDone((before) =>
        decision.action === "undo"
          ? before
          : before.map((entry) =>
              entry.number === number ? { ...entry, keys: [...changes.keys()] } : entry,
            ),
      );
      if (number === counter.current)
        setNotice({ is: "done", decision, count: result.changed.length, result });
    },
    onError: (error, { number, decision }) => {
      setDone((before) => before.filter((entry) => entry.number !== number));
      setNotice({ is: "failed", decision, error });
    },
    onSettled: (_result, _error, { number }) => {
      setPending((before) => before.filter((entry) => entry.number !== number));
      if (number === counter.current) void refresh();
    },
  });
  const decide = (decision: Decision) => {
    const changes = predict(decision, index, userId);
    if (changes.size === 0) return setNotice({ is: "refused", decision, count: decision.keys.length });
    counter.current += 1;
    const entry = { number: counter.current, decision, changes, index };
    setPending((before) => [...before, entry]);
    if (decision.action !== "undo")
      setDone((before) => [...before, { number: entry.number, decision, keys: [...changes.keys()] }]);
    setNotice({ is: "sent", decision, count: changes.size });
    mutation.mutate(entry);
  };
  /** Takes the last decision of this visit back; gives what it was about, undefined when there was none. */
  const undoLast = (): string | undefined => {
    const last = done.at(-1);
    if (!last) return undefined;
    setDone((before) => before.filter((entry) => entry !== last));
    decide({ action: "undo", keys: undoKeys(last.keys, index) });
    return last.decision.keys[0];
  };
  return { index, decide, undoLast, canUndo: done.length > 0, notice, dismiss: () => setNotice(undefined) };
}
