import { parseArgs } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { jsonrepair } from "jsonrepair";
import { readAnswer } from "../src/index.ts";
import { SCENARIO } from "../test/scenario-schema.ts";

const { values: options } = parseArgs({ options: { json: { type: "boolean" }, pairs: { type: "string" } } });
const PAIRS = Math.max(5, Number(options.pairs ?? 5));
const SIZES = [1_000, 100_000, 2_000_000];

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(SCENARIO as object);

/** A valid answer of about this many characters. */
function answerOf(size: number): string {
  const skill = (n: number) => ({
    id: `S${n}`,
    name: `Skill ${n}`,
    description: 'Reads figures, asks why, decides "aloud".',
  });
  const capabilities = [];
  for (let n = 0; JSON.stringify(capabilities).length < size - 200; n += 20) {
    const skills = Array.from({ length: Math.min(20, Math.ceil(size / 100)) }, (_, index) =>
      skill(n + index),
    );
    capabilities.push({
      name: `Capability ${n}`,
      importance: 3,
      competencies: [{ name: `Competency ${n}`, skills }],
    });
    if (size < 2_000) break;
  }
  return JSON.stringify(
    { scenario_metadata: { name: "Benchmark" }, capabilities, confidence_score: 0.8 },
    null,
    1,
  );
}

const broken = (text: string) =>
  text.replaceAll('",\n', '"\n').replaceAll('"name"', "name").replaceAll("}\n", "},\n");
const nested = (size: number) => `{"capabilities":${"[".repeat(size / 2)}${"]".repeat(size / 2)}}`;

/** What is read, and what it is measured beside: JSON.parse with Ajv where the text is clean, else jsonrepair. */
const KINDS: Record<string, { text: (size: number) => string; reference: "parse" | "jsonrepair" }> = {
  clean: { text: answerOf, reference: "parse" },
  fenced: { text: (size) => `Here it is:\n\`\`\`json\n${answerOf(size)}\n\`\`\`\n`, reference: "jsonrepair" },
  broken: { text: (size) => broken(answerOf(size)), reference: "jsonrepair" },
  nested: { text: nested, reference: "jsonrepair" },
  truncated: { text: (size) => answerOf(size).slice(0, -size / 10), reference: "jsonrepair" },
};

function reference(kind: "parse" | "jsonrepair", text: string): void {
  if (kind === "parse") validate(JSON.parse(text));
  else {
    try {
      jsonrepair(text);
    } catch {
      // It gives up on some texts, overflowing on deep ones: the time until then counts.
    }
  }
}

/** Milliseconds of one run, over as many runs as make it measurable. */
function timed(runs: number, work: () => void): number {
  const from = performance.now();
  for (let run = 0; run < runs; run++) work();
  return (performance.now() - from) / runs;
}

const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const rounded = (value: number, digits = 3) => Number(value.toFixed(digits));

function measure(name: string, size: number) {
  const kind = KINDS[name];
  if (!kind) throw new RangeError(name);
  const text = kind.text(size);
  const runs = Math.max(1, Math.round(200_000 / size));
  const read: number[] = [];
  const beside: number[] = [];
  const readOnce = () => void readAnswer(text, SCENARIO);
  timed(runs, readOnce);
  timed(runs, () => reference(kind.reference, text));
  for (let pair = 0; pair < PAIRS; pair++) {
    read.push(timed(runs, readOnce));
    beside.push(timed(runs, () => reference(kind.reference, text)));
  }
  const ms = median(read);
  const referenceMs = median(beside);
  return {
    case: `${name} ${size / 1_000} KB`,
    reference: kind.reference === "parse" ? "JSON.parse + Ajv" : "jsonrepair",
    ms: rounded(ms),
    referenceMs: rounded(referenceMs),
    ratio: rounded(ms / referenceMs),
    megabytesPerSecond: rounded(text.length / 1_000 / ms, 1),
  };
}

const rows = Object.keys(KINDS).flatMap((name) => SIZES.map((size) => measure(name, size)));
if (options.json) process.stdout.write(`${JSON.stringify({ benchmark: "reader", rows }, null, 2)}\n`);
else console.table(rows);
