import { Button, Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Scenario } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import { CopyableId } from "../../design/CopyableId.tsx";
import { RelativeTime } from "../../design/RelativeTime.tsx";
import { InlineError } from "../../design/states/InlineError.tsx";
import { generationQuery } from "../../review/generation-query.ts";
import { useMay } from "../../session/session-context.tsx";
import { usePersonName } from "../../session/use-person-name.ts";
import { AcceptedPrompt } from "./AcceptedPrompt.tsx";
import classes from "./Scenario.module.css";

/** Where the scenario comes from: its generation, the model, who accepted it, and for those who may, the prompt. */
export function Provenance({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation("scenario");
  return (
    <Popover position="bottom-end" width={460} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button variant="default" rightSection={<IconChevronDown size={15} />}>
          {t("provenance.open")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.provenance ?? ""} aria-label={t("provenance.open")}>
        <Origin scenario={scenario} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Origin({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation("scenario");
  const may = useMay();
  const nameOf = usePersonName();
  const { sourceGenerationId: id } = scenario;
  const { data, error, refetch } = useQuery({ ...generationQuery(id ?? 0), enabled: id !== null });
  if (id === null) return <p>{t("provenance.none")}</p>;
  return (
    <>
      <dl className={classes.list}>
        <dt>{t("provenance.generation")}</dt>
        <dd>
          <Link to="/generations/$generationId" params={{ generationId: String(id) }}>
            {t("provenance.generationLink", { id })}
          </Link>
        </dd>
        <dt>{t("provenance.scenario")}</dt>
        <dd>
          <CopyableId value={scenario.id} />
        </dd>
        {data && (
          <>
            <dt>{t("provenance.model")}</dt>
            <dd className="mono">{data.modelVersion ?? "—"}</dd>
            <dt>{t("provenance.generated")}</dt>
            <dd>
              <RelativeTime time={data.finishedAt ?? data.createdAt} />
            </dd>
            {data.acceptedAt !== null && (
              <>
                <dt>{t("provenance.accepted")}</dt>
                <dd>
                  <RelativeTime time={data.acceptedAt} />
                  {data.acceptedBy !== null && ` · ${nameOf(data.acceptedBy)}`}
                </dd>
              </>
            )}
          </>
        )}
      </dl>
      <InlineError error={error} onRetry={() => void refetch()} />
      {scenario.hasAcceptedPrompt &&
        (may("prompts:read") ? (
          <AcceptedPrompt scenarioId={scenario.id} />
        ) : (
          <p className={classes.soft}>{t("prompt.who")}</p>
        ))}
    </>
  );
}
