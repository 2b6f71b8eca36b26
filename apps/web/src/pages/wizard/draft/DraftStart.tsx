import { ActionIcon, Button, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFilePencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Draft } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import { RelativeTime } from "../../../design/RelativeTime.tsx";
import { InlineError } from "../../../design/states/InlineError.tsx";
import classes from "../Wizard.module.css";
import { type DraftSummary, draftsQuery } from "./draft-queries.ts";

/** Where a planner with drafts begins: go on with one, throw one away (which can be undone), or start anew. */
export function DraftStart({ drafts, onStart }: { drafts: readonly DraftSummary[]; onStart: () => void }) {
  const { t } = useTranslation("wizard");
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: draftsQuery.queryKey });
  const remove = useMutation({
    mutationFn: async ({ id }: DraftSummary) => {
      const draft = await api.get<Draft>(`/generation-drafts/${id}`);
      await api.delete(`/generation-drafts/${id}`);
      return draft;
    },
    onSuccess: ({ id, step, request }) => {
      const notification = `draft-${id}`;
      const restore = async () => {
        notifications.hide(notification);
        await api.put(`/generation-drafts/${id}`, { step, request });
        await refresh();
      };
      notifications.show({
        id: notification,
        message: (
          <span className={classes.undo}>
            {t("start.removed")}
            <UnstyledButton className={classes.inlineAction ?? ""} onClick={() => void restore()}>
              {t("start.undo")}
            </UnstyledButton>
          </span>
        ),
      });
      return refresh();
    },
  });
  return (
    <section className={classes.start}>
      <Button onClick={onStart}>{t("start.new")}</Button>
      <h2>{t("start.drafts")}</h2>
      <InlineError error={remove.error} />
      <ul className={classes.drafts}>
        {drafts.map((draft) => (
          <li key={draft.id} className={classes.draft}>
            <Link
              to="/generations/new"
              search={{ draft: draft.id, step: draft.step }}
              className={classes.draftLink}
            >
              <IconFilePencil size={18} stroke={1.6} aria-hidden />
              <span>{draft.companyName ?? t("start.unnamed")}</span>
              <span className={classes.quiet}>
                {t("start.step", { step: draft.step })} · <RelativeTime time={draft.updatedAt} />
              </span>
            </Link>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("start.remove", { name: draft.companyName ?? t("start.unnamed") })}
              onClick={() => remove.mutate(draft)}
            >
              <IconTrash size={17} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </section>
  );
}
