import type { OpenRecord, RunRecord } from "./run-record.ts";
import { CHECKLIST, CHECKLIST_ITEMS, RUNBOOK, STEP_IDS, stepOf } from "./runbook.ts";
import { resultOf } from "./transcript-markdown.ts";
import { transcriptFacts, WORDS } from "./transcript-words.ts";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
ul.checklist { list-style: none; padding: 0; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid; border-radius: .25rem; }
.failed { font-weight: bold; }
`;

const asText = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A record to read in a browser: one file that loads nothing. */
export function formatHtml(record: OpenRecord): string {
  const { language, steps, remarks } = record;
  const words = WORDS[language];
  const title = asText(`${words.title(record)}: ${words.results[record.result]}`);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<dl>
${transcriptFacts(record)
  .map(([label, value]) => `<dt>${asText(label)}</dt><dd>${asText(value)}</dd>`)
  .join("\n")}
</dl>
<h2>${words.checklist}</h2>
<ul class="checklist">
${CHECKLIST_ITEMS.map((item) => checklistItem(record, item)).join("\n")}
</ul>
<h2>${words.steps}</h2>
<ol>
${STEP_IDS.map((id) => `<li>${asText(`${RUNBOOK[id].title[language]}: ${resultOf(record, id)}`)}</li>`).join("\n")}
</ol>
${steps.map((step) => stepSection(record, step)).join("\n")}
${remarks.length > 0 ? `<h2>${words.remarks}</h2>\n<ul>${remarks.map((remark) => `<li>${asText(remark)}</li>`).join("")}</ul>` : ""}
</body>
</html>
`;
}

function checklistItem({ language, checklist }: OpenRecord, item: (typeof CHECKLIST_ITEMS)[number]): string {
  const found = checklist[item];
  const detail = found ? `${found.detail} (${found.at}, ${found.run})` : WORDS[language].notChecked;
  const mark = found?.ticked ? "☑" : "☐";
  return `<li${found && !found.ticked ? ' class="failed"' : ""}>${mark} ${asText(`${CHECKLIST[item][language]}: ${detail}`)}</li>`;
}

function stepSection({ language }: OpenRecord, step: RunRecord["steps"][number]): string {
  const words = WORDS[language];
  const { title, does, checks, why } = stepOf(step.id);
  const lines = [...step.lines, ...(step.problem ? [`${words.problem}: ${step.problem}`] : [])];
  return `<section>
<h3${step.result === "failed" ? ' class="failed"' : ""}>${asText(title[language])}</h3>
<p>${asText(does[language])}</p>
<dl>
<dt>${words.checks}</dt><dd>${asText(checks[language])}</dd>
<dt>${words.why}</dt><dd>${asText(why[language])}</dd>
<dt>${words.began}</dt><dd>${asText(step.startedAt)}</dd>
</dl>
${lines.length > 0 ? `<pre>${asText(lines.join("\n"))}</pre>` : ""}
</section>`;
}
