import { Button } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { InlineError } from "../../design/states/InlineError.tsx";
import classes from "./Scenario.module.css";

/** What the page shows of `AcceptedPrompt`. */
interface Prompt {
  readonly prompt: string | null;
  readonly redacted: boolean | null;
}

/** The accepted prompt. It is asked for with a button, not by looking at the page: each view is written to the audit. */
export function AcceptedPrompt({ scenarioId }: { scenarioId: number }) {
  const { t } = useTranslation("scenario");
  const { data, error, mutate, isPending } = useMutation({
    mutationFn: () => api.get<Prompt>(`/scenarios/${scenarioId}/accepted-prompt`),
  });
  return (
    <section className={classes.prompt}>
      <h2>{t("prompt.title")}</h2>
      {data ? (
        <>
          {data.redacted && <p className={classes.soft}>{t("prompt.redacted")}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
          <pre className={classes.promptText} tabIndex={0}>
            {data.prompt ?? t("prompt.gone")}
          </pre>
        </>
      ) : (
        <>
          <p className={classes.soft}>{t("prompt.audited")}</p>
          <Button
            variant="default"
            loading={isPending}
            leftSection={<IconEye size={16} />}
            onClick={() => mutate()}
          >
            {t("prompt.show")}
          </Button>
        </>
      )}
      <InlineError error={error} onRetry={() => mutate()} />
    </section>
  );
}
