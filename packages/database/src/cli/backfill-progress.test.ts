import { describe, expect, it } from "vitest";
import type { Progress } from "../backfill/run-batches.ts";
import { displayProgress } from "./backfill-progress.ts";

const progress: Progress = {
  activity: "apply",
  planned: 10_000,
  done: 2_500,
  skipped: 0,
  rowsPerSecond: 1_234.5,
  etaSeconds: 6.07,
  batch: { rows: 200, ms: 99.6 },
  waitingFor: null,
};

function record(columns?: number) {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), isTTY: columns !== undefined };
  return { written, stream: columns === undefined ? stream : { ...stream, columns } };
}

describe("how far a backfill is", () => {
  it("is a bar on a terminal, in one line that is written over, with rows a second and what is left", () => {
    const { written, stream } = record(100);
    const display = displayProgress(stream);
    display.show(progress);
    display.end();
    const [bar = "", end] = written;
    expect(bar.startsWith("\r\u001b[2K[██████████░░░")).toBe(true);
    expect(bar).toContain("] 25% 2,500/10,000 1,235 rows/s, 6 s left");
    expect(bar.length).toBeLessThanOrEqual(100 + "\r\u001b[2K".length);
    expect(end).toBe("\n");
  });

  it("fits a narrow terminal, and says what the runner waits for", () => {
    const { written, stream } = record(40);
    displayProgress(stream).show({ ...progress, waitingFor: "a transaction of somebody is 90 s old" });
    expect(written[0]?.replace("\r\u001b[2K", "").length).toBe(39);
    const { written: wide, stream: terminal } = record(120);
    displayProgress(terminal).show({ ...progress, waitingFor: "a transaction of somebody is 90 s old" });
    expect(wide[0]).toContain("waiting: a transaction of somebody is 90 s old");
  });

  it("is a JSON line elsewhere: not one for each batch, but one for each wait and the last", () => {
    const { written, stream } = record();
    const display = displayProgress(stream);
    display.show(progress);
    display.show({ ...progress, done: 2_700 });
    display.show({ ...progress, done: 2_700, waitingFor: "a replica" });
    display.show({ ...progress, done: 2_900, waitingFor: "a replica" });
    display.end();
    expect(written.map((line) => JSON.parse(line))).toMatchObject([
      { event: "progress", done: 2_500, rowsPerSecond: 1_235, etaSeconds: 6, batch: { rows: 200, ms: 100 } },
      { done: 2_700, waitingFor: "a replica" },
      { done: 2_900 },
    ]);
  });
});
