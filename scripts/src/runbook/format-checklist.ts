import type { RunRecord } from "./run-record.ts";
import { CHECKLIST, CHECKLIST_ITEMS } from "./runbook.ts";
import { WORDS } from "./transcript-words.ts";

/** The seven items after a run, for a terminal, and what it has to say besides. */
export function formatChecklist(record: RunRecord): string {
  const { language, checklist, result, id, hash, remarks } = record;
  const words = WORDS[language];
  return [
    `${words.checklist} (${id}: ${words.results[result]})`,
    ...CHECKLIST_ITEMS.map((item) => {
      const found = checklist[item];
      const mark = found ? (found.ticked ? "✔" : "✖") : "☐";
      return `  ${mark} ${CHECKLIST[item][language]}\n      ${found?.detail ?? words.notChecked}`;
    }),
    ...(remarks.length > 0 ? ["", ...remarks] : []),
    "",
    `${words.facts.hash}: ${hash}`,
  ].join("\n");
}
