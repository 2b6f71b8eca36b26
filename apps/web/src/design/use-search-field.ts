import { useDebouncedCallback } from "@mantine/hooks";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts } from "../keyboard/shortcuts.ts";

const PAUSE_MS = 250;

/** A search field whose words live in the address: typed at once, told after a pause; `/` goes to it. */
export function useSearchField(value: string, onSearch: (words: string) => void) {
  const { t } = useTranslation("shell");
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  const tell = useDebouncedCallback((words: string) => {
    told.current = words;
    onSearch(words);
  }, PAUSE_MS);
  // Back and forward change the address; what is being typed does not come from there.
  useEffect(() => {
    if (value !== told.current) setTyped(value);
    told.current = value;
  }, [value]);
  useShortcuts([{ keys: "/", label: t("keyboard.search"), run: () => input.current?.focus() }]);
  return {
    ref: input,
    value: typed,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.currentTarget.value);
      tell(event.currentTarget.value.trim());
    },
  };
}
