import type { Deployment } from "./deployment-steps.ts";

/** In what state a failed deployment leaves things, and the exact commands to go on or to go back. */
export interface FailureAdvice {
  readonly state: readonly string[];
  readonly goOn: readonly string[];
  readonly goBack: readonly string[];
}

/** What an operator types to run it again, and to run it with a new backup. */
export interface RepeatCommands {
  readonly again: string;
  readonly withNewBackup: string;
}

/** What to say after step `failed`. */
export function adviseAfterFailure(
  deployment: Deployment,
  failed: string,
  repeat: RepeatCommands,
): FailureAdvice {
  const { ran, maintenanceIsOn, schemaIsHalfWay, backup, backfillHash, proof } = deployment;
  const restore = `scripts/restore.sh --backup ${quote(backup.file)}`;
  const state = [
    schemaIsHalfWay
      ? `The schema is half-way: ${ran.length} migrations ran, and not all that are due.`
      : ran.length > 0
        ? `The schema is whole: ${ran.length} migrations ran.`
        : "The schema is as it was before.",
    ...(failed === "backfill"
      ? ["The backfill stopped; what it wrote stays, and it goes on from there."]
      : []),
    ...(["migrate", "backfill", "verify"].includes(failed) || ran.length > 0
      ? []
      : ["No data were changed."]),
    maintenanceIsOn
      ? schemaIsHalfWay
        ? "Maintenance is ON and stays on, because the services may not work on a schema that is half-way."
        : "Maintenance is still ON."
      : "Maintenance is off.",
  ];
  const goOn =
    failed === "backfill"
      ? [
          "npm run backfill -- status",
          `npm run backfill -- apply --plan ${backfillHash ?? "HASH   (from: npm run backfill -- plan)"}`,
          "npm run backfill -- verify",
        ]
      : failed === "verify"
        ? ["npm run backfill -- verify", "npm run backfill -- plan"]
        : [failed === "backup" ? repeat.withNewBackup : repeat.again];
  const goBack = [
    ...(failed === "backfill" || failed === "verify"
      ? ["npm run backfill -- undo   (shows its plan first)"]
      : []),
    ...(ran.length > 0 ? [`npm run migrate:rollback -- --step=${ran.length}`] : []),
    ...(proof && (ran.length > 0 || schemaIsHalfWay || failed === "backfill")
      ? [`${restore}   (loses what was written since ${proof.takenAt})`]
      : []),
  ];
  return {
    state,
    goOn: [...goOn, ...(maintenanceIsOn ? ["npm run up   (when all is well)"] : [])],
    goBack: goBack.length > 0 ? goBack : ["nothing to take back"],
  };
}

const quote = (text: string) => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The advice for a terminal. */
export function formatAdvice({ state, goOn, goBack }: FailureAdvice): string {
  const block = (title: string, lines: readonly string[]) => [title, ...lines.map((line) => `  ${line}`)];
  return [
    ...block("How things stand", state),
    ...block("To go on", goOn),
    ...block("To go back", goBack),
  ].join("\n");
}
