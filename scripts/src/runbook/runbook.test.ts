import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { describeRunbook } from "./describe-runbook.ts";
import { notify } from "./notify.ts";
import { noteProgress, readProgress, readRecords } from "./record-folder.ts";
import { sealInterrupted } from "./run-runbook.ts";
import { CHECKLIST_ITEMS, STEP_IDS, stepOf } from "./runbook.ts";

it("says of each step what it does, checks and why, in both languages, and ticks each item once", () => {
  expect(STEP_IDS.flatMap((id) => stepOf(id).ticks ?? []).sort()).toEqual([...CHECKLIST_ITEMS].sort());
  for (const id of STEP_IDS) {
    const { title, does, checks, why } = stepOf(id);
    for (const text of [title, does, checks, why]) expect(text.es, id).not.toBe(text.en);
    expect(describeRunbook("es")).toContain(does.es);
    expect(describeRunbook("en")).toContain(why.en);
  }
});

it("tells a webhook, and never repeats its address when it is deaf", async () => {
  const server = createServer((_, response) => response.writeHead(404).end("no such hook"));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const { port } = server.address() as { port: number };
  expect(await notify(`http://127.0.0.1:${port}/secret`, "begins")).toBe("the webhook answered 404");
  server.close();
  server.closeAllConnections();
  const reason = await notify("http://127.0.0.1:1/secret", "begins");
  expect(reason).toMatch(/^the webhook was not reached: /);
  expect(reason).not.toContain("secret");
});

it("records a run that was killed as interrupted, with what it had done", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "vivero-killed-"));
  const at = "2026-02-07T10:00:00.000Z";
  expect(await sealInterrupted(folder)).toBeUndefined();
  await noteProgress(folder, {
    format: 1,
    id: "0001-staging",
    sequence: 1,
    environment: "staging",
    language: "en",
    operator: "ana@here",
    commit: { id: "c0ffee", modified: false },
    database: { systemIdentifier: "7", database: "vivero", serverVersion: "15.18" },
    startedAt: at,
    endedAt: at,
    result: "partial",
    continues: null,
    carried: {},
    steps: [{ id: "preflight", title: "Pre-flight", result: "done", startedAt: at, seconds: 1, lines: [] }],
    checklist: {},
    facts: {},
    remarks: [],
    previous: null,
  });
  expect(await sealInterrupted(folder)).toMatchObject({
    result: "interrupted",
    steps: [{ id: "preflight" }],
  });
  expect(await readRecords(folder)).toHaveLength(1);
  expect(await readProgress(folder)).toBeUndefined();
  await rm(folder, { recursive: true });
});
