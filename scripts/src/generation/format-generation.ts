import type { ShownGeneration } from "./find-generation.ts";

const WIDTH = 18;
const line = (label: string, value: unknown) =>
  value === null || value === undefined || value === "" ? [] : [`${label.padEnd(WIDTH)}${plain(value)}`];

/** What a database holds may carry escape sequences; a terminal must show them and not obey them. */
function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replaceAll(/\p{Cc}/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const byWhom = (at: Date | null, by: number | null) =>
  at ? `${at.toISOString()} by user ${by ?? "unknown"}` : null;

/** A generation as lines for a terminal. */
export function formatGeneration(shown: ShownGeneration): string {
  const { prompt, answer, validationErrors, importAudit } = shown;
  return [
    `Generation ${shown.id} of organization ${shown.organizationId}: ${shown.status}`,
    "",
    ...line("company", shown.companyName),
    ...line("scenario", [shown.scenarioId, shown.scenarioName].filter((part) => part !== null).join(" ")),
    ...line("requested", byWhom(shown.createdAt, shown.requestedBy)),
    ...line("finished", shown.finishedAt),
    ...line("accepted", byWhom(shown.acceptedAt, shown.acceptedBy)),
    ...line("model", shown.modelVersion),
    ...line("attempts", shown.attempts),
    ...line("last error", shown.lastError),
    ...line(
      "prompt",
      prompt &&
        `${prompt.characters} characters, ${prompt.redacted ? "redacted" : "nothing redacted"}, SHA-256 ${prompt.sha256}`,
    ),
    ...line("answer", answer && `${answer.characters} characters, SHA-256 ${answer.sha256}`),
    ...line("breaks contract", validationErrors.length > 0 ? `at ${validationErrors.length} places` : null),
    "",
    ...section(
      "metadata",
      Object.entries(shown.metadata).map(([name, value]) => `${plain(name)}: ${plain(value)}`),
    ),
    "",
    ...section("import_audit", importAudit.map(formatEntry)),
  ].join("\n");
}

const section = (title: string, lines: readonly string[]) => [
  title,
  ...(lines.length > 0 ? lines : ["none"]).map((one) => `  ${one}`),
];

function formatEntry({
  status,
  attempted_at: at,
  attempted_by: by,
  ...rest
}: Readonly<Record<string, unknown>>): string {
  const more = Object.keys(rest).length > 0 ? `  ${plain(rest)}` : "";
  return `${plain(at ?? "")}  ${plain(status ?? "").padEnd(20)}  user ${plain(by ?? "unknown")}${more}`;
}
