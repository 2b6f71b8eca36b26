import { Button } from "@mantine/core";
import { IconPlayerStop, IconPlugConnectedX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Generation, GenerationSummary } from "@vivero/contracts";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { AnswerText } from "../../../answer/AnswerText.tsx";
import { AnswerTree } from "../../../answer/AnswerTree.tsx";
import { countNodes } from "../../../answer/answer-nodes.ts";
import { visibleRows } from "../../../answer/tree-rows.ts";
import { api } from "../../../api/client.ts";
import { InlineError } from "../../../design/states/InlineError.tsx";
import { useMay } from "../../../session/session-context.tsx";
import { Attempts } from "../Attempts.tsx";
import classes from "../Generation.module.css";
import { generationQuery } from "../generation-query.ts";
import { Request } from "../Request.tsx";
import { useFailureText } from "../use-failure-text.ts";
import { LiveProgress } from "./LiveProgress.tsx";
import { useLiveAnswer } from "./use-live-answer.ts";

/** A generation while the model answers: what was asked, the tree as it grows, the text as it comes. Closing the tab stops nothing. */
export default function LiveGeneration({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const queries = useQueryClient();
  const may = useMay();
  const failureText = useFailureText();
  const refresh = () => void queries.invalidateQueries({ queryKey: generationQuery(generation.id).queryKey });
  const { state, connection, error } = useLiveAnswer(generation.id, generation.status, refresh);
  const cancel = useMutation({
    mutationFn: () => api.post<GenerationSummary>(`/scenario-generations/${generation.id}/cancel`),
    onSettled: refresh,
  });
  // Until somebody chooses an entity, the newest one is kept in sight.
  const [focused, setFocused] = useState<string>();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const nodes = state?.nodes ?? [];
  const rows = useMemo(() => visibleRows(nodes, (path) => !folded.has(path)), [nodes, folded]);
  const toggle = (path: string, expanded: boolean) =>
    setFolded(
      (before) => new Set(expanded ? [...before].filter((known) => known !== path) : [...before, path]),
    );
  return (
    <div className={classes.sections}>
      <section className={classes.verdict} data-tone="going">
        <LiveProgress generation={generation} state={state} counts={countNodes(nodes)} />
        {may("generations:write") && (
          <div className={classes.verdictActions}>
            <Button
              variant="default"
              leftSection={<IconPlayerStop size={16} />}
              loading={cancel.isPending}
              onClick={() => cancel.mutate()}
            >
              {t("live.cancel")}
            </Button>
          </div>
        )}
        {state?.lastError && (
          <p className={classes.again}>
            {t(state.continues ? "live.continues" : "live.again", { why: failureText(state.lastError) })}
          </p>
        )}
        {!connection.open && (
          <p className={classes.again} role="status">
            <IconPlugConnectedX size={16} aria-hidden /> {t("live.reconnecting")}
          </p>
        )}
        <InlineError error={error ?? cancel.error} />
      </section>
      <div className={classes.live}>
        <div className={classes.treeSide}>
          {rows.length === 0 ? (
            <p className={classes.nothing}>{state?.text ? t("live.noTreeYet") : t("live.noTextYet")}</p>
          ) : (
            <AnswerTree
              rows={rows}
              focused={focused ?? rows.at(-1)?.key}
              onFocus={setFocused}
              onToggle={toggle}
            />
          )}
        </div>
        <div className={classes.liveText}>
          <AnswerText text={state?.text ?? ""} follow />
        </div>
      </div>
      <div className={classes.columns}>
        <Attempts generation={generation} />
        <Request generation={generation} />
      </div>
    </div>
  );
}
