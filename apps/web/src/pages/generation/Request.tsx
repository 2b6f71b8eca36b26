import type { Generation } from "@vivero/contracts";
import { useTranslation } from "react-i18next";
import classes from "./Generation.module.css";
import { Redactions } from "./Redactions.tsx";

const STEPS = ["identity", "situation", "intent", "resources", "horizon"] as const;

/** What the planner told the wizard, as it is kept: redacted. */
export function Request({ generation }: { generation: Generation }) {
  const { t } = useTranslation("generation");
  const { t: words } = useTranslation("wizard");
  const { request, redactions } = generation;
  if (!request) return null;
  return (
    <section className={classes.card}>
      <h2>{t("request.title")}</h2>
      <Redactions redactions={redactions} />
      {STEPS.map((step) => {
        const fields = Object.entries(request[step]).filter(
          ([, value]) => value !== undefined && String(value) !== "",
        );
        return (
          fields.length > 0 && (
            <details key={step} className={classes.details} open={step === "intent"}>
              <summary>{words(`steps.${step}.title`)}</summary>
              <dl className={classes.answers}>
                {fields.map(([name, value]) => (
                  <div key={name}>
                    <dt>{words(`field.${name}.label` as "field.months.label")}</dt>
                    <dd>
                      {name === "scenarioType"
                        ? words(`choice.${value as "growth"}`)
                        : Array.isArray(value)
                          ? value.join("; ")
                          : String(value)}
                    </dd>
                  </div>
                ))}
              </dl>
            </details>
          )
        );
      })}
      {request.instructions && <p>{request.instructions}</p>}
    </section>
  );
}
