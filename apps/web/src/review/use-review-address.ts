import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { readSelection, writeSelection } from "./selection-text.ts";

const route = getRouteApi("/signed-in/scenarios/$scenarioId");
const PAUSE_MS = 250;
const MOST_SELECTED_IN_ADDRESS = 1_500;

/**
 * What has the focus and what is selected. Both live in the address, which follows after a pause: browsers allow only so many
 * changes of it in a second, and a key that is held down makes thirty.
 */
export function useReviewAddress() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [focus, setFocus] = useState(search.focus);
  const [selection, setSelection] = useState(search.selected ?? "");
  const now = useRef({ focus: search.focus, selected: search.selected });
  const told = useRef(now.current);
  const tell = useDebouncedCallback(() => {
    const { focus, selected } = now.current;
    told.current = now.current;
    void navigate({
      replace: true,
      resetScroll: false,
      search: ({ focus: _focus, selected: _selected, ...rest }) => ({
        ...rest,
        ...(focus ? { focus } : {}),
        ...(selected ? { selected } : {}),
      }),
    });
  }, PAUSE_MS);
  // Back, forward and links change the address from outside.
  useEffect(() => {
    const changed = search.focus !== told.current.focus || search.selected !== told.current.selected;
    if (!changed) return;
    now.current = { focus: search.focus, selected: search.selected };
    told.current = now.current;
    setFocus(search.focus);
    setSelection(search.selected ?? "");
  }, [search.focus, search.selected]);
  const selected = useMemo(() => readSelection(selection), [selection]);
  const short = (text: string) => (text !== "" && text.length <= MOST_SELECTED_IN_ADDRESS ? text : undefined);
  return {
    filter: search.filter,
    words: search.words ?? "",
    narrow: (change: { filter?: typeof search.filter | undefined; words?: string }) =>
      void navigate({
        replace: true,
        resetScroll: false,
        search: (before) => {
          const { filter, words, ...rest } = { ...before, ...change };
          return { ...rest, ...(filter ? { filter } : {}), ...(words ? { words } : {}) };
        },
      }),
    focus,
    setFocus: (key: string | undefined) => {
      setFocus(key);
      now.current = { ...now.current, focus: key };
      tell();
    },
    selected,
    setSelected: (keys: ReadonlySet<string>) => {
      const text = writeSelection(keys);
      setSelection(text);
      now.current = { ...now.current, selected: short(text) };
      tell();
    },
  };
}
