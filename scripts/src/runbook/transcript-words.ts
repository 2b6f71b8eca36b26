import type { OpenRecord, RunRecord } from "./run-record.ts";
import type { Language } from "./runbook.ts";

/** The words of a transcript that belong to no step. */
export interface TranscriptWords {
  readonly title: (record: OpenRecord) => string;
  readonly results: Readonly<
    Record<RunRecord["result"] | "done" | "skipped" | "failed" | "carried" | "not run", string>
  >;
  readonly facts: Readonly<
    Record<"operator" | "time" | "commit" | "database" | "continues" | "previous" | "hash", string>
  >;
  readonly modified: string;
  readonly checklist: string;
  readonly steps: string;
  readonly notChecked: string;
  readonly checks: string;
  readonly why: string;
  readonly began: string;
  readonly problem: string;
  readonly remarks: string;
}

export const WORDS: Readonly<Record<Language, TranscriptWords>> = {
  en: {
    title: ({ id, environment }) => `Runbook ${id}: deployment to ${environment}`,
    results: {
      complete: "complete",
      partial: "partial",
      failed: "failed",
      interrupted: "interrupted",
      done: "done",
      skipped: "skipped",
      carried: "passed in",
      "not run": "not run",
    },
    facts: {
      operator: "Operator",
      time: "Time",
      commit: "Commit",
      database: "Database",
      continues: "Goes on from",
      previous: "Record before",
      hash: "Hash of this record",
    },
    modified: "with uncommitted changes",
    checklist: "Checklist",
    steps: "Steps",
    notChecked: "not checked yet",
    checks: "Checks",
    why: "Why",
    began: "Began",
    problem: "FAILED",
    remarks: "Remarks",
  },
  es: {
    title: ({ id, environment }) => `Runbook ${id}: despliegue en ${environment}`,
    results: {
      complete: "completo",
      partial: "parcial",
      failed: "fallido",
      interrupted: "interrumpido",
      done: "hecho",
      skipped: "omitido",
      carried: "pasó en",
      "not run": "no ejecutado",
    },
    facts: {
      operator: "Operador",
      time: "Tiempo",
      commit: "Commit",
      database: "Base de datos",
      continues: "Continúa de",
      previous: "Registro anterior",
      hash: "Hash de este registro",
    },
    modified: "con cambios sin commit",
    checklist: "Lista de verificación",
    steps: "Pasos",
    notChecked: "aún sin comprobar",
    checks: "Comprueba",
    why: "Por qué",
    began: "Comenzó",
    problem: "FALLÓ",
    remarks: "Observaciones",
  },
};

/** Who, when, which commit, which database, and how it hangs together with other records: label and value. */
export function transcriptFacts(record: OpenRecord): [label: string, value: string][] {
  const { facts, modified } = WORDS[record.language];
  const { commit, database, continues, previous } = record;
  return [
    [facts.operator, record.operator],
    [facts.time, `${record.startedAt} – ${record.endedAt}`],
    [facts.commit, `${commit.id}${commit.modified ? ` (${modified})` : ""}`],
    [
      facts.database,
      `${database.database}, PostgreSQL ${database.serverVersion}, system ${database.systemIdentifier}`,
    ],
    ...(continues ? [[facts.continues, `${continues.id} (${continues.hash})`] as [string, string]] : []),
    ...(previous ? [[facts.previous, `${previous.id} (${previous.hash})`] as [string, string]] : []),
  ];
}
