import type { JournalEntry } from "@vivero/answer-reader";
import type { FieldError } from "@vivero/contracts";
import type { JudgedReading } from "./judge-reading.ts";
import { writeJson } from "./write-json.ts";

/** The languages of the plain output. The reader's own words, a refusal's sentence and the kinds of liberties, are English. */
export const LANGUAGES = ["es", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const WORDS = {
  en: {
    refused: (reason: string, line: number, column: number) =>
      `Refused (${reason}) at line ${line}, column ${column}`,
    whole: "(whole)",
    liberties: "Liberties",
    nothing: "nothing",
    breaks: "Breaks the contract:",
    nowhere: "nowhere",
    warning: "warning:",
  },
  es: {
    refused: (reason: string, line: number, column: number) =>
      `Rechazada (${reason}) en la línea ${line}, columna ${column}`,
    whole: "(todo)",
    liberties: "Libertades",
    nothing: "nada",
    breaks: "Incumple el contrato:",
    nowhere: "en ninguna parte",
    warning: "advertencia:",
  },
} as const;

/** A judged reading for people: the value, each liberty, and each fault with the offending value and what to do. */
export function formatReading({ result, validation }: JudgedReading, language: Language): string {
  const words = WORDS[language];
  if ("refused" in result) {
    return `${words.refused(result.reason, result.at.line, result.at.column)}: ${result.message}`;
  }
  const { errors = [], warnings = [] } = validation ?? {};
  return [
    writeJson(result.value, 2),
    "",
    `${words.liberties}: ${result.journal.length}`,
    ...result.journal.map((entry) => `  ${liberty(entry, language)}`),
    "",
    `${words.breaks} ${errors.length === 0 ? words.nowhere : ""}`.trimEnd(),
    ...warnings.map((warning) => `  ${words.warning} ${fault(warning, language)}`),
    ...errors.map((error) => `  ${fault(error, language)}`),
  ].join("\n");
}

function liberty({ at, path, kind, before, after, severity }: JournalEntry, language: Language): string {
  const { whole, nothing } = WORDS[language];
  const from = oneLine(before) || nothing;
  const to = oneLine(after) || nothing;
  return `${at.line}:${at.column} ${severity} ${kind} ${path || whole}: ${from} -> ${to}`;
}

function fault(error: FieldError, language: Language): string {
  const spanish = language === "es";
  const message = (spanish ? error.messageEs : undefined) ?? error.message;
  const hint = (spanish ? error.hintEs : undefined) ?? error.hint;
  const value = error.value === undefined ? "" : ` (${error.value})`;
  return `${error.path || WORDS[language].whole} ${message}${value}.${hint ? ` ${hint}` : ""}`;
}

const SHOWN_CHARACTERS = 120;

/** The beginning of a text, on one line; no character is longer than two UTF-16 units. */
function oneLine(text: string): string {
  const beginning = text.replaceAll(/\s+/g, " ").slice(0, 2 * SHOWN_CHARACTERS);
  return [...beginning].slice(0, SHOWN_CHARACTERS).join("");
}
