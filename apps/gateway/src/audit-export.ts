import type { AuditQuery } from "@vivero/contracts";
import { csvLine } from "./csv-line.ts";
import { mergedAuditPage } from "./merged-audit.ts";
import type { Services } from "./services.ts";

type Page = Awaited<ReturnType<typeof mergedAuditPage>>;
type AuditEvent = Page["items"][number];

/** The formats of an export, each with how it begins and how it writes one event. */
export const EXPORT_FORMATS = {
  csv: {
    contentType: "text/csv; charset=utf-8",
    // The mark by which spreadsheets know that the text is UTF-8.
    begin: () => `\uFEFF${csvLine(COLUMNS)}`,
    write: (event: AuditEvent) => csvLine(COLUMNS.map((column) => cell(event[column]))),
  },
  jsonl: {
    contentType: "application/jsonl; charset=utf-8",
    begin: () => "",
    write: (event: AuditEvent) => `${JSON.stringify(event)}\n`,
  },
} as const;

const COLUMNS = [
  "occurredAt",
  "chain",
  "sequence",
  "actorUserId",
  "actorRoles",
  "action",
  "entityType",
  "entityId",
  "scenarioId",
  "generationId",
  "before",
  "after",
  "requestId",
  "hash",
] as const;

const PAGE = 200;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Every event that the filter lets through, newest first, as a stream that holds one page in memory. Events that are
 * written meanwhile are not in it.
 * @throws ViveroError before the stream begins; what fails later breaks the stream off, so that no half of a trail passes
 *   for the whole
 */
export async function auditExport(
  format: keyof typeof EXPORT_FORMATS,
  filter: Omit<AuditQuery, "beforeId" | "limit">,
  services: Services,
): Promise<ReadableStream<Uint8Array>> {
  const { begin, write } = EXPORT_FORMATS[format];
  const page = (cursor: string | null) =>
    mergedAuditPage({ ...filter, limit: PAGE, ...(cursor === null ? {} : { cursor }) }, services);
  const first = await page(null);
  async function* lines() {
    yield begin();
    for (let current: Page = first; ; current = await page(current.nextCursor)) {
      yield current.items.map(write).join("");
      if (current.nextCursor === null) return;
    }
  }
  return ReadableStream.from(lines()).pipeThrough(new TextEncoderStream()) as ReadableStream<Uint8Array>;
}
