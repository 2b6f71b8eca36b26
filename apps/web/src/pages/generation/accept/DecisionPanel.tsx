import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Generation } from "@vivero/contracts";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { InlineError } from "../../../design/states/InlineError.tsx";
import { HOLDERS } from "../../../session/permissions.ts";
import { useMay } from "../../../session/session-context.tsx";
import classes from "../Generation.module.css";
import { flagsQuery, isOn } from "./flags-query.ts";
import { useAccept } from "./use-accept.ts";
import { useVerdict } from "./use-verdict.ts";

/** The answer in a line, and the two decisions; one that cannot be taken says why and who can change that. */
export function DecisionPanel({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const { t: shell } = useTranslation("shell");
  const may = useMay();
  const verdict = useVerdict(generation);
  const reasonId = useId();
  const { data: flags } = useQuery(flagsQuery);
  const accept = useAccept(generation.id);
  const mayAccept = may("generations:accept");
  const faults = generation.validationErrors.length;
  const importIsOff = !isOn(flags, "import_generation", true);
  const isInvalid = faults > 0 && isOn(flags, "validate_llm_response", true);
  const reason = importIsOff
    ? t("accept.importOff", { role: shell("role.operator") })
    : isInvalid
      ? t("accept.invalid", { count: faults })
      : null;
  return (
    <section className={classes.verdict} data-tone={faults > 0 ? "waiting" : "good"}>
      <div className={classes.verdictWords}>
        <h2>{verdict}</h2>
        {reason && <p id={reasonId}>{reason}</p>}
        {!mayAccept && (
          <p>
            {t("accept.whoCan", {
              roles: HOLDERS["generations:accept"].map((role) => shell(`role.${role}`)).join(", "),
            })}
          </p>
        )}
      </div>
      {mayAccept && (
        <div className={classes.verdictActions}>
          <Button
            onClick={() => accept.mutate(true)}
            disabled={reason !== null || accept.isPending}
            loading={accept.isPending && accept.variables}
            {...(reason ? { "aria-describedby": reasonId } : {})}
          >
            {t("accept.withImport")}
          </Button>
          <Button
            variant="default"
            onClick={() => accept.mutate(false)}
            disabled={accept.isPending}
            loading={accept.isPending && !accept.variables}
          >
            {t("accept.only")}
          </Button>
        </div>
      )}
      <InlineError error={accept.error} />
    </section>
  );
}
