import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { firstBreak, readRecords, writeRecord } from "./record-folder.ts";
import { isComplete, type OpenRecord, type RunRecord, sealRecord } from "./run-record.ts";
import { CHECKLIST_ITEMS, STEP_IDS } from "./runbook.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vivero-records-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = "2026-02-07T10:00:00.000Z";

function record(sequence: number, previous: RunRecord | undefined): OpenRecord {
  const id = `${String(sequence).padStart(4, "0")}-staging`;
  return {
    format: 1,
    id,
    sequence,
    environment: "staging",
    language: "es",
    operator: "ana@here",
    commit: { id: "c0ffee", modified: false },
    database: { systemIdentifier: "7", database: "vivero", serverVersion: "15.18" },
    startedAt: at,
    endedAt: at,
    result: "failed",
    continues: null,
    carried: {},
    steps: [
      {
        id: "migrate",
        title: "t",
        result: "failed",
        startedAt: at,
        seconds: 1.5,
        lines: ["<b>&\n```"],
        problem: 'relation "x" is not there',
      },
    ],
    checklist: { backup: { ticked: true, detail: "restored", at, run: id } },
    facts: {},
    remarks: [],
    previous: previous ? { id: previous.id, hash: previous.hash } : null,
  };
}

async function writeThree(): Promise<void> {
  let previous: RunRecord | undefined;
  for (const sequence of [1, 2, 3]) {
    previous = (await writeRecord(folder, record(sequence, previous))).record;
  }
}
const check = async () => firstBreak(folder, await readRecords(folder));

it("chains each record with the one before it", async () => {
  await writeThree();
  expect(await check()).toBeUndefined();
});

it("names the first record that was changed, taken out or put in, and a transcript that says something else", async () => {
  await writeThree();
  const json = path.join(folder, "0002-staging", "transcript.json");
  const original = await readFile(json, "utf8");
  await writeFile(json, original.replace("failed", "complete"));
  expect(await check()).toBe("record 0002-staging was changed: it no longer gives its hash");
  await writeFile(json, JSON.stringify(sealRecord(record(2, undefined), { markdown: "", html: "" })));
  expect(await check()).toBe("record 0002-staging does not follow the one before it");
  await writeFile(json, original);
  const markdown = path.join(folder, "0003-staging", "transcript.md");
  await writeFile(markdown, "all well");
  expect(await check()).toBe("record 0003-staging has a transcript.md that was changed or taken away");
  await rm(path.join(folder, "0002-staging"), { recursive: true });
  expect(await check()).toMatch(/record 0003-staging is the 2\. there/);
});

it("writes transcripts in the run's language, with what was printed as text", async () => {
  await writeRecord(folder, record(1, undefined));
  const markdown = await readFile(path.join(folder, "0001-staging", "transcript.md"), "utf8");
  expect(markdown).toContain("# Runbook 0001-staging: despliegue en staging: fallido");
  expect(markdown).toContain("- [x] Respaldo verificado y restaurable: restored");
  expect(markdown).toContain("- [ ] Migraciones aplicadas: aún sin comprobar");
  expect(markdown).toContain('    FALLÓ: relation "x" is not there');
  const html = await readFile(path.join(folder, "0001-staging", "transcript.html"), "utf8");
  expect(html).toContain('<html lang="es">');
  expect(html).toContain("&lt;b&gt;&amp;");
  expect(html).not.toContain("<b>");
});

it("is complete when every step has passed, here or before, and every item is ticked", () => {
  const carried = Object.fromEntries(STEP_IDS.map((id) => [id, "0001-staging"]));
  const checklist = Object.fromEntries(
    CHECKLIST_ITEMS.map((item) => [item, { ticked: true, detail: "d", at, run: "r" }]),
  );
  expect(isComplete({ carried, checklist, steps: [] })).toBe(true);
  expect(isComplete({ carried, checklist, steps: record(1, undefined).steps })).toBe(false);
  const { flag: _, ...sixItems } = checklist;
  expect(isComplete({ carried, checklist: sixItems, steps: [] })).toBe(false);
});
