import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type AnswerNode, entityPathOf } from "../../../answer/answer-nodes.ts";
import type { JournalEntry } from "../../../answer/text-marks.ts";
import { ancestorsOf, visibleRows } from "../../../answer/tree-rows.ts";

const route = getRouteApi("/signed-in/generations/$generationId");

/** Up to so many entities, everything is unfolded from the start. */
const SMALL_TREE = 400;

/** What is in focus in the answer: an entity (in the address, so that it can be sent) or an entry of the journal, and what is unfolded. */
export function useAnswerFocus(nodes: readonly AnswerNode[], journal: readonly JournalEntry[]) {
  const { at } = route.useSearch();
  const navigate = route.useNavigate();
  const [entry, setEntry] = useState<number | null>(null);
  const isSmall = nodes.length <= SMALL_TREE;
  // Kept are the exceptions from what is so at first.
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const opened = useMemo(() => new Set(at ? ancestorsOf(at).slice(0, -1) : []), [at]);
  const rows = useMemo(
    () => visibleRows(nodes, (path) => toggled.get(path) ?? (isSmall || opened.has(path))),
    [nodes, toggled, isSmall, opened],
  );
  const goTo = (path: string) => void navigate({ search: { at: path }, replace: true, resetScroll: false });
  return {
    rows,
    focused: at,
    entry,
    focus: (path: string) => {
      setEntry(null);
      goTo(entityPathOf(path) ?? path);
    },
    focusEntry: (number: number) => {
      setEntry(number);
      const entity = entityPathOf(journal[number]?.path ?? "");
      if (entity) goTo(entity);
    },
    toggle: (path: string, expanded: boolean) => setToggled((before) => new Map(before).set(path, expanded)),
  };
}
