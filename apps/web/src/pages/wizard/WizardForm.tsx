import { Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconWand } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { Draft } from "@vivero/contracts";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "../../design/PageHeader.tsx";
import { InlineError } from "../../design/states/InlineError.tsx";
import { Redactions } from "../generation/Redactions.tsx";
import { SaveStatus } from "./draft/SaveStatus.tsx";
import { useAutosave } from "./draft/use-autosave.ts";
import { loadExample } from "./example.ts";
import { faultsOf } from "./form/faults.ts";
import { FIELDS } from "./form/fields.ts";
import { StepForm } from "./form/StepForm.tsx";
import {
  completeRequest,
  type FieldValue,
  isEmpty,
  requestOf,
  type Values,
  valuesOf,
} from "./form/values.ts";
import { PromptPreview } from "./preview/PromptPreview.tsx";
import { StepNav } from "./StepNav.tsx";
import { LAST_STEP, STEPS } from "./steps.ts";
import { WhatIsMissing } from "./WhatIsMissing.tsx";
import classes from "./Wizard.module.css";

const route = getRouteApi("/signed-in/generations/new");

/** The five steps and the prompt behind them, over one draft. */
export function WizardForm({ draftId, draft }: { draftId: string; draft: Draft | null }) {
  const { t, i18n } = useTranslation("wizard");
  const language = i18n.language === "en" ? "en" : "es";
  const { step = draft?.step ?? 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const autosave = useAutosave(draftId);
  const [values, setValues] = useState<Values>(() => valuesOf(draft?.request ?? {}, language));
  const [triedToGoOn, setTriedToGoOn] = useState(draft !== null);
  const faults = useMemo(() => faultsOf(values), [values]);
  const change = (next: Values, atStep = step) => {
    setValues(next);
    autosave.save({ step: atStep, request: requestOf(next) });
  };
  const goTo = (next: number) => {
    if (next > step) setTriedToGoOn(true);
    if (autosave.state !== "untouched") autosave.save({ step: next, request: requestOf(values) });
    void navigate({ search: { draft: draftId, step: next } });
  };
  const latest = useRef(values);
  useEffect(() => {
    latest.current = values;
  });
  const fillIn = async () => {
    const example = await loadExample(values.language);
    // What was typed meanwhile is worth more.
    if (isEmpty(latest.current)) change(valuesOf(example, values.language));
  };
  const name = STEPS[step - 1];
  const faultsHere = FIELDS.filter((field) => field.step === name && faults.has(field.path));
  return (
    <>
      <PageHeader title={t("title")} lead={<SaveStatus autosave={autosave} />} />
      <div className={classes.wizard}>
        <StepNav current={step} values={values} faults={faults} showFaults={triedToGoOn} onStep={goTo} />
        <section className={classes.stepBody} aria-labelledby="wizard-step">
          <header className={classes.stepHead}>
            <h2 id="wizard-step">{name ? t(`steps.${name}.title`) : t("steps.prompt.title")}</h2>
            <p className={classes.quiet}>{name ? t(`steps.${name}.lead`) : t("steps.prompt.lead")}</p>
          </header>
          {name && isEmpty(values) && (
            <Button variant="default" leftSection={<IconWand size={16} />} onClick={() => void fillIn()}>
              {t("example")}
            </Button>
          )}
          {name ? (
            <StepForm
              key={name}
              step={name}
              values={values}
              faults={faults}
              showAll={triedToGoOn && faultsHere.length > 0 && draft !== null}
              onChange={(path: string, value: FieldValue) => change({ ...values, [path]: value } as Values)}
            />
          ) : faults.size > 0 ? (
            <WhatIsMissing faults={faults} onStep={goTo} />
          ) : (
            <PromptPreview draftId={draftId} request={completeRequest(values)} onSent={autosave.forget} />
          )}
          <Redactions redactions={name ? (autosave.saved?.redactions ?? draft?.redactions ?? []) : []} />
          {autosave.state === "failed" && <InlineError error={autosave.error} onRetry={autosave.saveNow} />}
          <footer className={classes.stepFoot}>
            {step > 1 && (
              <Button
                variant="default"
                leftSection={<IconArrowLeft size={16} />}
                onClick={() => goTo(step - 1)}
              >
                {t("back")}
              </Button>
            )}
            {step < LAST_STEP && (
              <Button rightSection={<IconArrowRight size={16} />} onClick={() => goTo(step + 1)}>
                {step === STEPS.length ? t("toPrompt") : t("next")}
              </Button>
            )}
          </footer>
        </section>
      </div>
    </>
  );
}
