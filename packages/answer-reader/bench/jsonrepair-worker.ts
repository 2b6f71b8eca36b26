import { parentPort } from "node:worker_threads";
import { jsonrepair } from "jsonrepair";

/** What is to be repaired, and how often. */
export interface Request {
  readonly text: string;
  readonly runs: number;
}

/** Milliseconds of one run, and whether jsonrepair gave up on the text. */
export interface Timing {
  readonly ms: number;
  readonly gaveUp: boolean;
}

function attempt(text: string): boolean {
  try {
    jsonrepair(text);
    return true;
  } catch {
    // It gives up on some texts, or overflows on deep ones; the report says so.
    return false;
  }
}

parentPort?.on("message", ({ text, runs }: Request) => {
  let repaired = true;
  const from = performance.now();
  for (let run = 0; run < runs; run++) repaired = attempt(text) && repaired;
  const timing: Timing = { ms: (performance.now() - from) / runs, gaveUp: !repaired };
  parentPort?.postMessage(timing);
});
