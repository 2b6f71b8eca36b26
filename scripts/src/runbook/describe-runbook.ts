import { CHECKLIST, CHECKLIST_ITEMS, type Language, STEP_IDS, stepOf } from "./runbook.ts";

const WORDS = {
  en: {
    title: "The runbook of a deployment",
    checks: "Checks",
    why: "Why",
    asks: "Asks",
    ticks: "Ticks",
    checklist: "The checklist afterwards",
  },
  es: {
    title: "El runbook de un despliegue",
    checks: "Comprueba",
    why: "Por qué",
    asks: "Pregunta",
    ticks: "Marca",
    checklist: "La lista de verificación posterior",
  },
} as const;

/** The runbook itself to read, as Markdown. */
export function describeRunbook(language: Language): string {
  const words = WORDS[language];
  return [
    `# ${words.title}`,
    ...STEP_IDS.flatMap((id, index) => {
      const { title, does, checks, why, asks, ticks } = stepOf(id);
      return [
        "",
        `## ${index + 1}. ${title[language]} (\`${id}\`)`,
        "",
        does[language],
        "",
        `- ${words.checks}: ${checks[language]}`,
        `- ${words.why}: ${why[language]}`,
        ...(asks ? [`- ${words.asks}: ${asks[language]}`] : []),
        ...(ticks ? [`- ${words.ticks}: ${CHECKLIST[ticks][language]}`] : []),
      ];
    }),
    "",
    `## ${words.checklist}`,
    "",
    ...CHECKLIST_ITEMS.map((item) => `- [ ] ${CHECKLIST[item][language]}`),
  ].join("\n");
}
