import { parseArgs } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { readAnswer } from "../src/index.ts";
import { parse } from "../src/read-strictly.ts";
import { SCENARIO } from "../test/scenario-schema.ts";
import { ANSWERS } from "./answer-texts.ts";
import { JsonrepairReference } from "./jsonrepair-reference.ts";

const USAGE = `npm run bench -- reader [--json] [--pairs N] [--kind KIND]

Reads answers of 1 KB to 2 MB of each kind, beside JSON.parse with Ajv where they are JSON and beside jsonrepair where
they are not: medians of pairs that run in turn.

  --json       prints {"benchmark", "rows": [{"case", "reference", "ms", "referenceMs", "parseMs", "ratio",
               "timesFaster", "timesFasterThanBoth", "megabytesPerSecond", "note"}]}; ratio is ms / referenceMs.
               jsonrepair gives a text where the reader gives a value with its journal: parseMs is what JSON.parse
               takes for that text, and timesFasterThanBoth counts it in
  --pairs N    pairs a case; default 15 up to 100 KB and 5 above, least 5
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

const pairsFor = (size: number) => Math.max(5, Number(options.pairs ?? (size > 100_000 ? 5 : 15)));
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
const jsonrepair = new JsonrepairReference(LONGEST_REFERENCE_MS);

interface Timed {
  readonly ms: number;
  /** Of JSON.parse on the text that came of it, where that is not counted in. */
  readonly parseMs: number;
  readonly note: string;
}

type Side = (text: string, runs: number) => Promise<Timed>;

/** Milliseconds of one run. */
function timed(runs: number, work: () => void): number {
  const from = performance.now();
  for (let run = 0; run < runs; run++) work();
  return (performance.now() - from) / runs;
}

const read: Side = async (text, runs) => ({
  ms: timed(runs, () => readAnswer(text, SCENARIO)),
  parseMs: 0,
  note: "",
});

const parseAndValidate: Side = async (text, runs) => ({
  ms: timed(runs, () => validate(JSON.parse(text))),
  parseMs: 0,
  note: "",
});

const repair: Side = async (text, runs) => {
  const timing = await jsonrepair.time({ text, runs });
  if (timing === undefined) {
    const note = `jsonrepair stopped after ${LONGEST_REFERENCE_MS} ms`;
    return { ms: LONGEST_REFERENCE_MS / runs, parseMs: 0, note };
  }
  return { ms: timing.ms, parseMs: timing.parseMs, note: timing.gaveUp ? "jsonrepair gives up" : "" };
};

/** How many runs make one side of a pair; the code is warm afterwards. */
async function runsFor(side: Side, text: string): Promise<number> {
  const from = performance.now();
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0, spent = 0; spent < LONGEST_WARM_MS && (run < WARM_RUNS || spent < WARM_MS); run++) {
    fastest = Math.min(fastest, (await side(text, 1)).ms);
    spent = performance.now() - from;
  }
  return Math.max(1, Math.round(SIDE_MS / fastest));
}

const median = (list: readonly number[]) =>
  [...list].sort((left, right) => left - right)[Math.floor(list.length / 2)] ?? Number.NaN;
const rounded = (value: number, digits = 3) => Number(value.toFixed(digits));

async function measure(kind: string, size: number, text: string) {
  const sound = parse(text) !== undefined;
  const reference = sound ? parseAndValidate : repair;
  const runs = await runsFor(read, text);
  const referenceRuns = await runsFor(reference, text);
  const pairs: { ms: number; referenceMs: number; bothMs: number }[] = [];
  let note = "";
  for (let pair = 0; pair < pairsFor(size); pair++) {
    const { ms } = await read(text, runs);
    const beside = await reference(text, referenceRuns);
    pairs.push({ ms, referenceMs: beside.ms, bothMs: beside.ms + beside.parseMs });
    note = beside.note;
  }
  const ms = median(pairs.map((pair) => pair.ms));
  const referenceMs = median(pairs.map((pair) => pair.referenceMs));
  return {
    case: `${kind}, ${size / 1_000} KB`,
    reference: sound ? "JSON.parse + Ajv" : "jsonrepair",
    ms: rounded(ms),
    referenceMs: rounded(referenceMs),
    parseMs: rounded(median(pairs.map((pair) => pair.bothMs)) - referenceMs),
    ratio: rounded(median(pairs.map((pair) => pair.ms / pair.referenceMs))),
    timesFaster: rounded(median(pairs.map((pair) => pair.referenceMs / pair.ms)), 2),
    timesFasterThanBoth: rounded(median(pairs.map((pair) => pair.bothMs / pair.ms)), 2),
    megabytesPerSecond: rounded(text.length / 1_000 / ms, 1),
    note,
  };
}

async function run(): Promise<void> {
  const rows = [];
  for (const [kind, textOf] of Object.entries(ANSWERS)) {
    if (options.kind !== undefined && options.kind !== kind) continue;
    for (const size of SIZES) rows.push(await measure(kind, size, textOf(size)));
  }
  await jsonrepair.close();
  if (options.json) process.stdout.write(`${JSON.stringify({ benchmark: "reader", rows }, null, 2)}\n`);
  else console.table(rows);
}

if (options.help) process.stdout.write(USAGE);
else await run();
