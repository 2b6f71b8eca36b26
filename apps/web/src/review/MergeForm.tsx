import { Button, Loader, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SimilarEntities } from "@vivero/contracts";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { InlineError } from "../design/states/InlineError.tsx";
import { useFormats } from "../language/formats.ts";
import { pluralOf } from "./catalog-path.ts";
import classes from "./Focus.module.css";
import type { ReviewNode } from "./tree-index.ts";
import type { Review } from "./use-review.ts";

const PAUSE_MS = 150;

/** Searches the live catalog for what this is, and merges into the one that is chosen: type, arrows, Enter. */
export function MergeForm({ node, review }: { node: ReviewNode; review: Review }) {
  const { t } = useTranslation("review");
  const formats = useFormats();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(node.entity.name);
  const [chosen, setChosen] = useState(0);
  const [sought] = useDebouncedValue(name.trim(), PAUSE_MS);
  const path = `/catalog/${pluralOf(node.entity.type)}/similar`;
  const query = useQuery({
    queryKey: [path, sought],
    queryFn: ({ signal }) => api.get<SimilarEntities>(path, { query: { name: sought, limit: 8 }, signal }),
    enabled: sought !== "",
    placeholderData: keepPreviousData,
  });
  useEffect(() => input.current?.select(), []);
  const items = query.data?.items ?? [];
  // Until the list is the one of what is typed, nothing of it is chosen: Enter must not merge into what stood there before.
  const isOfWhatIsTyped = name.trim() === sought && !query.isPlaceholderData;
  const pointed = isOfWhatIsTyped ? items[chosen] : undefined;
  const take = (into: SimilarEntities["items"][number] | undefined) => {
    if (into)
      review.decide({
        action: "merge",
        keys: [node.key],
        into: { type: into.type, id: into.id, name: into.name },
      });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") review.closeForm();
    else if (event.key === "Enter") take(pointed);
    else if (step !== undefined) setChosen(Math.max(0, Math.min(items.length - 1, chosen + step)));
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.form}>
      <TextInput
        ref={input}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={pointed ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
        label={t("mergeWhat")}
        description={t("mergeHow")}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        rightSection={query.isFetching ? <Loader size={14} /> : undefined}
      />
      <InlineError error={query.error} onRetry={() => void query.refetch()} />
      <div
        role="listbox"
        id={`${id}-list`}
        aria-label={t("mergeCandidates")}
        aria-busy={!isOfWhatIsTyped}
        className={classes.options}
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's, which keeps the focus.
          // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus and points here.
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={item === pointed}
            className={classes.option}
            onClick={() => take(item)}
          >
            <span className={`${classes.percent} numbers`}>{formats.percent(item.similarity)}</span>
            <span>{item.name}</span>
            {item.ambiguous && <span className={classes.soft}>{t("ambiguousShort")}</span>}
          </div>
        ))}
      </div>
      {query.isSuccess && items.length === 0 && <p className={classes.soft}>{t("mergeNone")}</p>}
      <Button variant="default" size="xs" onClick={review.closeForm}>
        {t("cancel")}
      </Button>
    </div>
  );
}
