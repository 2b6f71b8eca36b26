import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { hashOfRecord, type RunRecord } from "./run-record.ts";
import { formatHtml } from "./transcript-html.ts";
import { formatMarkdown } from "./transcript-markdown.ts";

const FOLDER = /^(\d{4,})-(staging|production)$/;

/** `.vivero/runbook`, or where another machine's records were copied to. */
export const recordFolder = (home: string) => path.join(home, "runbook");

/** Every record in the order in which they were written. */
export async function readRecords(folder: string): Promise<RunRecord[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const found = names
    .filter((name) => FOLDER.test(name))
    .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
  return await Promise.all(
    found.map(
      async (name) =>
        JSON.parse(await readFile(path.join(folder, name, "transcript.json"), "utf8")) as RunRecord,
    ),
  );
}

/** Writes a sealed record and its transcripts, whole or not at all; returns the folder. */
export async function writeRecord(folder: string, record: RunRecord): Promise<string> {
  const target = path.join(folder, record.id);
  const draft = `${target}.${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const files = {
    "transcript.json": `${JSON.stringify(record, null, 2)}\n`,
    "transcript.md": formatMarkdown(record),
    "transcript.html": formatHtml(record),
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(path.join(draft, name), text, { mode: 0o600 });
  await rename(draft, target);
  await rm(path.join(folder, PROGRESS), { force: true });
  return target;
}

const PROGRESS = "progress.json";

/** Notes how far a run is, so that one that is killed leaves a trace; {@link writeRecord} removes it. */
export async function noteProgress(folder: string, record: Omit<RunRecord, "hash">): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, PROGRESS);
  await writeFile(`${file}.${process.pid}`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${file}.${process.pid}`, file);
}

/** What a killed run left; undefined when the last one ended. */
export async function readProgress(folder: string): Promise<Omit<RunRecord, "hash"> | undefined> {
  const text = await readFile(path.join(folder, PROGRESS), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as Omit<RunRecord, "hash">);
}

/**
 * Why the chain of records is broken, at the first place; undefined when it is whole. Transcripts for people must be what the
 * record gives.
 */
export async function firstBreak(folder: string, records: readonly RunRecord[]): Promise<string | undefined> {
  let previous: RunRecord | undefined;
  for (const [index, record] of records.entries()) {
    const place = `record ${record.id}`;
    if (record.sequence !== index + 1)
      return `${place} is the ${index + 1}. there, and says that it is the ${record.sequence}.: one is missing`;
    if (hashOfRecord(record) !== record.hash) return `${place} was changed: it no longer gives its hash`;
    if ((record.previous?.hash ?? undefined) !== previous?.hash)
      return `${place} does not follow the one before it`;
    for (const [name, text] of [
      ["transcript.md", formatMarkdown(record)],
      ["transcript.html", formatHtml(record)],
    ] as const) {
      const written = await readFile(path.join(folder, record.id, name), "utf8").catch(() => undefined);
      if (written !== text) return `${name} of ${place} is not what the record says`;
    }
    previous = record;
  }
  return undefined;
}
