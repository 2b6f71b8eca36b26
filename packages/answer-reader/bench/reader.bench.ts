import { parseArgs } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { jsonrepair } from "jsonrepair";
import { readAnswer } from "../src/index.ts";
import { parse } from "../src/read-strictly.ts";
import { SCENARIO } from "../test/scenario-schema.ts";
import { ANSWERS } from "./answer-texts.ts";
import { doneWithin } from "./within.ts";

const USAGE = `npm run bench -- reader [--json] [--pairs N] [--kind KIND]

Reads answers of 1 KB to 2 MB of each kind, beside JSON.parse with Ajv where they are JSON and beside jsonrepair where
they are not, in turn. What is shown is the lower quartile of the runs of each side: what else a machine does slows a
part of the runs down, on both sides alike.

  --json       prints {"benchmark", "rows": [{"case", "reference", "ms", "referenceMs", "parseMs", "ratio",
               "timesFaster", "timesFasterThanBoth", "megabytesPerSecond", "note"}]}; ratio is ms / referenceMs.
               jsonrepair gives a text where the reader gives a value with its journal: parseMs is what JSON.parse
               takes for that text, and timesFasterThanBoth counts it in
  --pairs N    pairs a case; default 40 up to 100 KB and 7 above, least 5
  --kind KIND  only this kind of answer: ${Object.keys(ANSWERS).join(", ")}
`;
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    pairs: { type: "string" },
    kind: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const pairsFor = (size: number) => Math.max(5, Number(options.pairs ?? (size > 100_000 ? 7 : 40)));
const SIZES = [1_000, 10_000, 100_000, 2_000_000];
/** One side of a pair runs about so long, and at least once. */
const SIDE_MS = 6;
/**
 * Each side runs so often, and so long, before it is measured that the engine has compiled it to the end, which takes it
 * some tenths of a second beside the runs; a text of which one run takes longer, so long.
 */
const WARM_RUNS = 1_500;
const WARM_MS = 500;
const LONGEST_WARM_MS = 1_000;
/** jsonrepair takes minutes for some texts of 2 MB; it is stopped here, and counts as having taken so long. */
const LONGEST_REFERENCE_MS = 1_500;

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(SCENARIO as object);

interface Timed {
  readonly ms: number;
  /** Of JSON.parse on the text that came of it, where that is not counted in. */
  readonly parseMs: number;
  readonly note: string;
}

type Side = (text: string, runs: number) => Timed;

/** Milliseconds of one run. */
function timed(runs: number, work: () => void): number {
  const from = performance.now();
  for (let run = 0; run < runs; run++) work();
  return (performance.now() - from) / runs;
}

const read: Side = (text, runs) => ({
  ms: timed(runs, () => readAnswer(text, SCENARIO)),
  parseMs: 0,
  note: "",
});

const parseAndValidate: Side = (text, runs) => ({
  ms: timed(runs, () => validate(JSON.parse(text))),
  parseMs: 0,
  note: "",
});

/** On the thread of the reader, as two threads may run on cores that are not equally busy. */
const repair: Side = (text, runs) => {
  let ms = LONGEST_REFERENCE_MS / runs;
  let repaired: string | undefined;
  const done = doneWithin(LONGEST_REFERENCE_MS, () => {
    ms = timed(runs, () => {
      repaired = repairedBy(text);
    });
  });
  if (!done) return { ms, parseMs: 0, note: `jsonrepair stopped after ${LONGEST_REFERENCE_MS} ms` };
  const found = repaired;
  if (found === undefined) return { ms, parseMs: 0, note: "jsonrepair gives up" };
  return { ms, parseMs: timed(runs, () => JSON.parse(found)), note: "" };
};

/** @returns undefined where jsonrepair gives up, or overflows on a deep text; the report says so. */
function repairedBy(text: string): string | undefined {
  try {
    return jsonrepair(text);
  } catch {
    return undefined;
  }
}

/** How many runs make one side of a pair; the code is warm afterwards. */
function runsFor(side: Side, text: string): number {
  const from = performance.now();
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0, spent = 0; spent < LONGEST_WARM_MS && (run < WARM_RUNS || spent < WARM_MS); run++) {
    fastest = Math.min(fastest, side(text, 1).ms);
    spent = performance.now() - from;
  }
  return Math.max(1, Math.round(SIDE_MS / fastest));
}

const lowerQuartile = (list: readonly number[]) =>
  [...list].sort((left, right) => left - right)[Math.floor((list.length - 1) / 4)] ?? Number.NaN;
const rounded = (value: number, digits = 3) => Number(value.toFixed(digits));

function measure(kind: string, size: number, text: string) {
  const sound = parse(text) !== undefined;
  const reference = sound ? parseAndValidate : repair;
  const runs = runsFor(read, text);
  const referenceRuns = runsFor(reference, text);
  const reading: number[] = [];
  const referring: number[] = [];
  const parsing: number[] = [];
  let note = "";
  for (let pair = 0; pair < pairsFor(size); pair++) {
    reading.push(read(text, runs).ms);
    const beside = reference(text, referenceRuns);
    referring.push(beside.ms);
    parsing.push(beside.parseMs);
    note = beside.note;
  }
  const ms = lowerQuartile(reading);
  const referenceMs = lowerQuartile(referring);
  const parseMs = lowerQuartile(parsing);
  return {
    case: `${kind}, ${size / 1_000} KB`,
    reference: sound ? "JSON.parse + Ajv" : "jsonrepair",
    ms: rounded(ms),
    referenceMs: rounded(referenceMs),
    parseMs: rounded(parseMs),
    ratio: rounded(ms / referenceMs),
    timesFaster: rounded(referenceMs / ms, 2),
    timesFasterThanBoth: rounded((referenceMs + parseMs) / ms, 2),
    megabytesPerSecond: rounded(text.length / 1_000 / ms, 1),
    note,
  };
}

function run(): void {
  const rows = [];
  for (const [kind, textOf] of Object.entries(ANSWERS)) {
    if (options.kind !== undefined && options.kind !== kind) continue;
    for (const size of SIZES) rows.push(measure(kind, size, textOf(size)));
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ benchmark: "reader", rows }, null, 2)}\n`);
  else console.table(rows);
}

if (options.help) process.stdout.write(USAGE);
else run();
