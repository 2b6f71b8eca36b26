import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Generation, GenerationSummary } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { InlineError } from "../../design/states/InlineError.tsx";
import { useMay } from "../../session/session-context.tsx";
import classes from "./Generation.module.css";
import { generationQuery } from "./generation-query.ts";
import { useFailureText } from "./use-failure-text.ts";

/** A generation without an answer: why, and trying it again. */
export function FailedPanel({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const may = useMay();
  const queries = useQueryClient();
  const failureText = useFailureText();
  const { id, status, lastError } = generation;
  const retry = useMutation({
    mutationFn: () => api.post<GenerationSummary>(`/scenario-generations/${id}/retry`),
    onSuccess: () => queries.invalidateQueries({ queryKey: generationQuery(id).queryKey }),
  });
  return (
    <section className={classes.verdict} data-tone="bad">
      <div className={classes.verdictWords}>
        <h2>{status === "cancelled" ? t("cancelled.title") : t("failed.title")}</h2>
        <p>{status === "cancelled" ? t("cancelled.text") : lastError && failureText(lastError)}</p>
        <p className={classes.quiet}>{t("failed.kept")}</p>
      </div>
      {may("generations:write") && (
        <div className={classes.verdictActions}>
          <Button
            leftSection={<IconRefresh size={16} />}
            loading={retry.isPending}
            onClick={() => retry.mutate()}
          >
            {t("failed.retry")}
          </Button>
        </div>
      )}
      <InlineError error={retry.error} />
    </section>
  );
}
