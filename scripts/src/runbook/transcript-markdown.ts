import { formatSeconds } from "../command/duration.ts";
import type { OpenRecord, RunRecord } from "./run-record.ts";
import { CHECKLIST, CHECKLIST_ITEMS, RUNBOOK, STEP_IDS, type StepId, stepOf } from "./runbook.ts";
import { transcriptFacts, WORDS } from "./transcript-words.ts";

/** A record to read, as Markdown. */
export function formatMarkdown(record: OpenRecord): string {
  const { language, checklist, steps, remarks } = record;
  const words = WORDS[language];
  return [
    `# ${words.title(record)}: ${words.results[record.result]}`,
    "",
    ...transcriptFacts(record).map(([label, value]) => `- ${label}: ${value}`),
    "",
    `## ${words.checklist}`,
    "",
    ...CHECKLIST_ITEMS.map((item) => {
      const found = checklist[item];
      return `- [${found?.ticked ? "x" : " "}] ${CHECKLIST[item][language]}: ${found ? `${found.detail} (${found.at}, ${found.run})` : words.notChecked}`;
    }),
    "",
    `## ${words.steps}`,
    "",
    ...STEP_IDS.map((id) => `1. ${RUNBOOK[id].title[language]}: ${resultOf(record, id)}`),
    ...steps.flatMap((step) => formatStep(record, step)),
    ...(remarks.length > 0 ? ["", `## ${words.remarks}`, "", ...remarks.map((remark) => `- ${remark}`)] : []),
    "",
  ].join("\n");
}

/** How a step stands after this run, in words. */
export function resultOf({ language, steps, carried }: OpenRecord, id: StepId): string {
  const { results } = WORDS[language];
  const step = steps.find((one) => one.id === id);
  if (step) return `${results[step.result]} (${formatSeconds(step.seconds)})`;
  return carried[id] ? `${results.carried} ${carried[id]}` : results["not run"];
}

function formatStep({ language }: OpenRecord, step: RunRecord["steps"][number]): string[] {
  const words = WORDS[language];
  const { title, does, checks, why } = stepOf(step.id);
  const lines = [...step.lines, ...(step.problem ? [`${words.problem}: ${step.problem}`] : [])];
  return [
    "",
    `### ${title[language]}`,
    "",
    does[language],
    "",
    `- ${words.checks}: ${checks[language]}`,
    `- ${words.why}: ${why[language]}`,
    `- ${words.began}: ${step.startedAt}`,
    // Four spaces make code of any line, whatever stands in it.
    ...(lines.length > 0
      ? ["", ...lines.flatMap((line) => line.split("\n")).map((line) => `    ${line}`)]
      : []),
  ];
}
