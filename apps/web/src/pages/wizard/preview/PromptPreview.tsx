import { Button, Checkbox } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { GenerationRequest, GenerationSummary } from "@vivero/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import { InlineError } from "../../../design/states/InlineError.tsx";
import { QueryState } from "../../../design/states/QueryState.tsx";
import { RowsSkeleton } from "../../../design/states/Skeletons.tsx";
import { Redactions } from "../../generation/Redactions.tsx";
import { draftsQuery } from "../draft/draft-queries.ts";
import { newDraftId } from "../draft/new-draft-id.ts";
import classes from "../Wizard.module.css";
import { PromptText } from "./PromptText.tsx";

interface Preview {
  readonly prompt: string;
  readonly redactions: readonly { readonly kind: string; readonly count: number }[];
  readonly marks: readonly { readonly start: number; readonly end: number; readonly kind: string }[];
}

/** Exactly what the model would be sent, and the planner's authorization to send it. */
export function PromptPreview({
  draftId,
  request,
  onSent,
}: {
  draftId: string;
  request: GenerationRequest;
  /** The draft has become a generation. */
  onSent: () => void;
}) {
  const { t } = useTranslation("wizard");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [authorized, setAuthorized] = useState(false);
  // One key for one authorization: sent again after a broken connection, it makes the same generation.
  const [idempotencyKey] = useState(newDraftId);
  const query = useQuery({
    queryKey: ["prompt-preview", request],
    queryFn: ({ signal }) => api.post<Preview>("/scenario-generations/preview", request, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const send = useMutation({
    mutationFn: () =>
      api.post<GenerationSummary>("/scenario-generations", request, {
        headers: { "idempotency-key": idempotencyKey },
      }),
    onSuccess: async ({ id }) => {
      onSent();
      await navigate({ to: "/generations/$generationId", params: { generationId: String(id) } });
      // The generation keeps everything that the draft held. A draft that stays for once can be thrown away by hand.
      await api.delete(`/generation-drafts/${draftId}`).catch(() => undefined);
      await queries.invalidateQueries({ queryKey: draftsQuery.queryKey });
    },
  });
  return (
    <QueryState query={query} skeleton={<RowsSkeleton rows={10} />} permission="generations:write">
      {({ prompt, redactions, marks }) => (
        <div className={classes.preview}>
          <div className={classes.previewHead}>
            <p>{redactions.length === 0 ? t("preview.nothingReplaced") : t("preview.replaced")}</p>
            <Redactions redactions={redactions} />
          </div>
          <PromptText prompt={prompt} marks={marks} />
          <section className={classes.authorize}>
            <Checkbox
              checked={authorized}
              onChange={(event) => setAuthorized(event.currentTarget.checked)}
              label={t("preview.authorize")}
              description={t("preview.authorizeMore")}
            />
            <Button
              leftSection={<IconSend size={16} />}
              disabled={!authorized}
              loading={send.isPending}
              onClick={() => send.mutate()}
            >
              {t("preview.send")}
            </Button>
            <InlineError error={send.error} onRetry={() => send.mutate()} />
          </section>
        </div>
      )}
    </QueryState>
  );
}
