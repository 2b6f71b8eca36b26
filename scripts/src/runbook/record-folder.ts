import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { hashOfRecord, type OpenRecord, type RunRecord, sealRecord, sha256 } from "./run-record.ts";
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

/** Seals a record and writes it with its transcripts, whole or not at all. */
export async function writeRecord(
  folder: string,
  open: OpenRecord,
): Promise<{ record: RunRecord; folder: string }> {
  const transcripts = { markdown: formatMarkdown(open), html: formatHtml(open) };
  const record = sealRecord(open, transcripts);
  const target = path.join(folder, record.id);
  const draft = `${target}.${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const files = {
    "transcript.json": `${JSON.stringify(record, null, 2)}\n`,
    [MARKDOWN]: transcripts.markdown,
    [HTML]: transcripts.html,
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(draft, name), text, { mode: 0o600 });
  }
  await rename(draft, target);
  await rm(path.join(folder, PROGRESS), { force: true });
  return { record, folder: target };
}

const MARKDOWN = "transcript.md";
const HTML = "transcript.html";
const PROGRESS = "progress.json";

/** Notes how far a run is, so that one that is killed leaves a trace; {@link writeRecord} removes it. */
export async function noteProgress(folder: string, record: OpenRecord): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, PROGRESS);
  await writeFile(`${file}.${process.pid}`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${file}.${process.pid}`, file);
}

/** What a killed run left; undefined when the last one ended. */
export async function readProgress(folder: string): Promise<OpenRecord | undefined> {
  const text = await readFile(path.join(folder, PROGRESS), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as OpenRecord);
}

/** Why the chain of records is broken, at the first place; undefined when it is whole. */
export async function firstBreak(folder: string, records: readonly RunRecord[]): Promise<string | undefined> {
  let previous: RunRecord | undefined;
  for (const [index, record] of records.entries()) {
    const problem = breakOf(record, index + 1, previous) ?? (await transcriptBreak(folder, record));
    if (problem) return `record ${record.id} ${problem}`;
    previous = record;
  }
  return undefined;
}

function breakOf(record: RunRecord, place: number, previous: RunRecord | undefined): string | undefined {
  if (record.sequence !== place)
    return `is the ${place}. there, and says that it is the ${record.sequence}.: one is missing`;
  if (hashOfRecord(record) !== record.hash) return "was changed: it no longer gives its hash";
  return record.previous?.hash === previous?.hash ? undefined : "does not follow the one before it";
}

async function transcriptBreak(folder: string, { id, transcripts }: RunRecord): Promise<string | undefined> {
  for (const [name, hash] of [
    [MARKDOWN, transcripts.markdown],
    [HTML, transcripts.html],
  ] as const) {
    const file = path.join(folder, id, name);
    if (!existsSync(file) || sha256(await readFile(file, "utf8")) !== hash)
      return `has a ${name} that was changed or taken away`;
  }
  return undefined;
}
