import { expect, it } from "vitest";
import { chooseSteps } from "./choose-steps.ts";
import type { RunRecord } from "./run-record.ts";
import { STEP_IDS, type StepId } from "./runbook.ts";

const database = { systemIdentifier: "7", database: "vivero", serverVersion: "15.18" };
const here = { commit: { id: "c0ffee", modified: false }, database };

/** A run that passed the steps before `failed`. */
function stoppedAt(failed: StepId, given: Partial<RunRecord> = {}): RunRecord {
  const at = "2026-02-07T10:00:00.000Z";
  const done = STEP_IDS.slice(0, STEP_IDS.indexOf(failed));
  const step = (id: StepId, result: "done" | "failed") => ({
    id,
    title: id,
    result,
    startedAt: at,
    seconds: 1,
    lines: [],
  });
  return {
    format: 1,
    id: "0004-staging",
    sequence: 4,
    environment: "staging",
    language: "en",
    operator: "ana@here",
    ...here,
    startedAt: at,
    endedAt: at,
    result: "failed",
    continues: null,
    carried: {},
    steps: [...done.map((id) => step(id, "done")), step(failed, "failed")],
    checklist: {},
    facts: {},
    remarks: [],
    previous: null,
    transcripts: { markdown: "", html: "" },
    hash: "h",
    ...given,
  };
}

const choose = (records: RunRecord[], asked: { from?: StepId; only?: StepId } = {}) =>
  chooseSteps({ environment: "staging", ...asked }, records, here);

it("begins anew without a run to go on from, after a complete one, and for another commit or database", () => {
  const fresh = { steps: STEP_IDS, continues: undefined, carried: {} };
  expect(choose([])).toEqual(fresh);
  expect(choose([stoppedAt("promote", { result: "complete" })])).toEqual(fresh);
  expect(choose([stoppedAt("promote", { commit: { id: "other", modified: false } })])).toEqual(fresh);
  expect(choose([stoppedAt("promote", { database: { ...database, systemIdentifier: "8" } })])).toEqual(fresh);
  expect(choose([stoppedAt("promote", { environment: "production" })])).toEqual(fresh);
});

it("goes on at the step that failed, and counts what passed, here and before", () => {
  const { steps, continues, carried } = choose([
    stoppedAt("promote", {
      carried: { preflight: "0001-staging" },
      steps: stoppedAt("promote").steps.slice(1),
    }),
  ]);
  expect(steps).toEqual(["promote", "watch", "flag-off"]);
  expect(continues?.id).toBe("0004-staging");
  expect(carried).toMatchObject({
    preflight: "0001-staging",
    backup: "0004-staging",
    incubation: "0004-staging",
  });
  expect(carried).not.toHaveProperty("promote");
});

it("closes the doors anew when it stopped behind them", () => {
  for (const failed of ["migrate", "backfill", "maintenance-off"] as const) {
    expect(choose([stoppedAt(failed)]).steps[0]).toBe("maintenance-on");
  }
  expect(choose([stoppedAt("checks")]).steps[0]).toBe("checks");
});

it("runs what was asked for, and nothing of that counts from before", () => {
  const records = [stoppedAt("flag-off", { result: "complete" })];
  expect(choose(records, { only: "backfill" })).toMatchObject({
    steps: ["backfill"],
    carried: { promote: "0004-staging" },
  });
  expect(choose(records, { only: "backfill" }).carried).not.toHaveProperty("backfill");
  expect(choose(records, { from: "watch" }).steps).toEqual(["watch", "flag-off"]);
});
