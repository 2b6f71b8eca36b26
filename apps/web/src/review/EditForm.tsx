import { Button, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { IncubatingEntity } from "@vivero/contracts";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { InlineError } from "../design/states/InlineError.tsx";
import { applyChanges } from "./apply-changes.ts";
import classes from "./Focus.module.css";
import { keyOf, type ReviewNode } from "./tree-index.ts";
import type { Review } from "./use-review.ts";

type Edit = Partial<Pick<IncubatingEntity, "name" | "description" | "level">>;

function differences(entity: IncubatingEntity, now: Required<Edit>): Edit {
  return {
    ...(now.name === entity.name ? {} : { name: now.name }),
    ...(now.description === entity.description ? {} : { description: now.description }),
    ...(now.level === entity.level ? {} : { level: now.level }),
  };
}

/** The entity's own words in fields, where they stood: Enter keeps, Escape leaves. */
export function EditForm({ node, review }: { node: ReviewNode; review: Review }) {
  const { t } = useTranslation("review");
  const { entity } = node;
  const [name, setName] = useState(entity.name);
  const [description, setDescription] = useState(entity.description ?? "");
  const [level, setLevel] = useState(entity.level);
  const mutation = useMutation({
    mutationFn: (edit: Edit) =>
      api.patch<IncubatingEntity>(
        `/scenarios/${review.scenario.id}/incubation/${entity.type}/${entity.id}`,
        edit,
      ),
    onSuccess: async (edited) => {
      await review.change((tree) => applyChanges(tree, new Map([[keyOf(edited), edited]])));
      review.closeForm();
    },
  });
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (name.trim() === "") return;
    const edit = differences(entity, { name: name.trim(), description: description.trim() || null, level });
    if (Object.keys(edit).length === 0) review.closeForm();
    else mutation.mutate(edit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") review.closeForm();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  };
  return (
    <form className={classes.form} onSubmit={save} onKeyDown={onKeyDown}>
      <TextInput
        autoFocus
        required
        label={t("editName")}
        description={entity.editedFrom === null ? undefined : t("editedFrom", { name: entity.editedFrom })}
        value={name}
        maxLength={500}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t("editDescription")}
        value={description}
        maxLength={10_000}
        rows={4}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      {entity.type !== "skill" && (
        <NumberInput
          className={classes.level ?? ""}
          label={t(entity.type === "capability" ? "editImportance" : "editRequiredLevel")}
          value={level ?? ""}
          min={1}
          max={5}
          allowDecimal={false}
          onChange={(value) => setLevel(typeof value === "number" ? value : null)}
        />
      )}
      <InlineError error={mutation.error} />
      <div className={classes.actions}>
        <Button type="submit" loading={mutation.isPending} disabled={name.trim() === ""}>
          {t("save")}
        </Button>
        <Button variant="default" onClick={review.closeForm}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
