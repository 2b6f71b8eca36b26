import { parentPort } from "node:worker_threads";
import { jsonrepair } from "jsonrepair";

/** What is to be repaired, and how often. */
export interface Request {
  readonly text: string;
  readonly runs: number;
}

/** Milliseconds of one run, of JSON.parse on what came of it, and whether jsonrepair gave up on the text. */
export interface Timing {
  readonly ms: number;
  readonly parseMs: number;
  readonly gaveUp: boolean;
}

/** @returns undefined where it gives up, or overflows on a deep text; the report says so. */
function attempt(text: string): string | undefined {
  try {
    return jsonrepair(text);
  } catch {
    return undefined;
  }
}

parentPort?.on("message", ({ text, runs }: Request) => {
  let repaired: string | undefined;
  const from = performance.now();
  for (let run = 0; run < runs; run++) repaired = attempt(text);
  const between = performance.now();
  if (repaired !== undefined) for (let run = 0; run < runs; run++) JSON.parse(repaired);
  const timing: Timing = {
    ms: (between - from) / runs,
    parseMs: (performance.now() - between) / runs,
    gaveUp: repaired === undefined,
  };
  parentPort?.postMessage(timing);
});
