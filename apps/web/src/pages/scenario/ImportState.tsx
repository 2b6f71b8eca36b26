import { Button } from "@mantine/core";
import { IconClock, IconCloudX, IconPackageImport } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AcceptOutput, Scenario } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { InlineError } from "../../design/states/InlineError.tsx";
import { StatePanel } from "../../design/states/StatePanel.tsx";
import { useMay } from "../../session/session-context.tsx";
import { scenarioQuery } from "./scenario-query.ts";

const ICONS = { none: IconPackageImport, pending: IconClock, failed: IconCloudX } as const;

/** Why nothing incubates yet, and what to do: import it, wait, or try again, which is to accept again. */
export function ImportState({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation("scenario");
  const may = useMay();
  const queryClient = useQueryClient();
  const { sourceGenerationId } = scenario;
  const status = scenario.import.status === "succeeded" ? "pending" : scenario.import.status;
  const mutation = useMutation({
    mutationFn: () =>
      api.post<AcceptOutput>(`/scenario-generations/${sourceGenerationId}/accept`, { import: true }),
    onSuccess: ({ scenario: now }) => queryClient.setQueryData(scenarioQuery(String(now.id)).queryKey, now),
  });
  const Icon = ICONS[status];
  const canImport = sourceGenerationId !== null && status !== "pending";
  return (
    <>
      <StatePanel
        alert={status === "failed"}
        icon={<Icon size={36} stroke={1.3} />}
        title={t(`import.${status}.title`)}
        actions={
          canImport &&
          may("generations:accept") && (
            <Button loading={mutation.isPending} onClick={() => mutation.mutate()}>
              {t(status === "failed" ? "import.again" : "import.now")}
            </Button>
          )
        }
      >
        <p>{t(`import.${status}.text`)}</p>
        {canImport && !may("generations:accept") && <p>{t("import.who")}</p>}
      </StatePanel>
      <InlineError error={mutation.error} onRetry={() => mutation.mutate()} />
    </>
  );
}
