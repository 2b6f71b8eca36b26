import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyBackfill, type Database, openDatabase, planBackfill, readStatus } from "@vivero/database";
import { startTestCluster, type TestCluster } from "@vivero/database/testing";
import { acceptedPrompt } from "../src/backfills/accepted-prompt.ts";
import { watchAnotherUser } from "./another-user.ts";
import { type LegacyCopies, makeLegacyCopies } from "./legacy-copies.ts";
import { updateAtOnce, updateRowByRow } from "./reference-updates.ts";

const USAGE = `node apps/generation-service/bench/backfill.bench.ts [--json] [--million] [--pairs N] [--only ROWS]

The accepted-prompt backfill over scenarios with prompts of 2 KB, beside the single UPDATE … FROM on a copy of the same
database (medians of pairs that run in turn) and a loop of one SELECT and one UPDATE a row (on a sample). Then once more
while another user updates scenarios all the time.

ms is what an operator waits for: from the start of apply to its end, with the check that the plan still holds and its rows
being recorded. speedOfOneUpdate is that beside the single UPDATE; speedWhileWriting, as the progress shows it, counts from the
first batch on. planMs is the plan before, kept in a folder as the command does; beforeWritingMs is what of ms precedes the
first batch. besideMs is an apply while another user writes: the plan has to be made again in it.

  --json     prints {"benchmark", "rows": [{"case", "ms", "referenceMs", "ratio", …}]}
  --million  also 1,000,000 scenarios, one pair: about 15 GB of disk and 15 minutes
  --pairs N  pairs a size; default 5
  --only N   this number of scenarios alone
`;
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    million: { type: "boolean", default: false },
    pairs: { type: "string", default: "5" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const SIZES = options.only
  ? [Number(options.only)]
  : [10_000, 100_000, ...(options.million ? [1_000_000] : [])];
const ROW_BY_ROW_SAMPLE = 2_000;
const MEGABYTE = 1024 ** 2;

async function run(): Promise<void> {
  const cluster = await startTestCluster();
  try {
    const rows: object[] = [];
    for (const size of SIZES) rows.push(await measure(cluster, size));
    if (options.json) process.stdout.write(`${JSON.stringify({ benchmark: "backfill", rows })}\n`);
    else console.table(rows);
  } finally {
    await cluster.stop();
  }
}

async function measure(cluster: TestCluster, size: number): Promise<object> {
  note(`${size} scenarios: filling`);
  const copies = await makeLegacyCopies(cluster, size);
  try {
    const pairs = size >= 1_000_000 ? 1 : Number(options.pairs);
    const ours: Measured[] = [];
    const reference: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      note(`${size} scenarios: pair ${pair + 1} of ${pairs}`);
      const arms = [
        async () => void ours.push(await copies.withCopy(timeBackfill)),
        async () =>
          void reference.push(await copies.withCopy(({ database }) => time(() => updateAtOnce(database)))),
      ];
      for (const arm of pair % 2 === 0 ? arms : arms.reverse()) await arm();
    }
    const ms = median(ours.map((one) => one.ms));
    const referenceMs = median(reference);
    const rowMs = await timeRowByRow(copies);
    note(`${size} scenarios: beside another user`);
    const beside = await copies.withCopy(({ url }) => watchAnotherUser(url, size, () => backfill(url)));
    return {
      case: `${size.toLocaleString("en")} scenarios`,
      ms: Math.round(ms),
      referenceMs: Math.round(referenceMs),
      ratio: round(ms / referenceMs),
      rowsPerSecond: Math.round((size / ms) * 1_000),
      speedOfOneUpdate: round(referenceMs / ms),
      speedWhileWriting: round(referenceMs / median(ours.map((one) => one.writingMs))),
      speedOfRowByRow: round((rowMs * size) / ms),
      beforeWritingMs: Math.round(median(ours.map((one) => one.ms - one.writingMs))),
      planMs: Math.round(median(ours.map((one) => one.planMs))),
      batchMedianMs: Math.round(median(ours.map((one) => one.batch.median))),
      batchP99Ms: Math.round(Math.max(...ours.map((one) => one.batch.p99))),
      memoryGrowthMb: round(Math.max(...ours.map((one) => one.memoryGrowth)) / MEGABYTE),
      besideMs: Math.round(beside.result.ms),
      besideBlockedMs: Math.round(beside.longestMs),
      besideUpdates: beside.updates,
      besideBatchMs: Math.round(beside.result.batch.longest),
    };
  } finally {
    await copies.drop();
  }
}

type Measured = Awaited<ReturnType<typeof timeBackfill>>;

async function timeBackfill({ url }: { url: string }) {
  return backfill(url);
}

/** Plans, then applies, as the command does it: the plan is kept in a folder. */
async function backfill(url: string) {
  const database = openDatabase({ url, applicationName: "bench", poolSize: 1 });
  const plansIn = await mkdtemp(path.join(tmpdir(), "vivero-plans-"));
  try {
    const planBegun = performance.now();
    const plan = await planBackfill(database.knex, acceptedPrompt, { keepIn: plansIn });
    const planMs = performance.now() - planBegun;
    const memory: number[] = [];
    const ms = await time(() =>
      applyBackfill({
        url,
        backfill: acceptedPrompt,
        by: "bench",
        plan: plan.hash,
        plansIn,
        onProgress: () => memory.push(process.memoryUsage().rss),
      }),
    );
    const status = await readStatus(database.knex, acceptedPrompt);
    if (status.batchMs === null) throw new Error("the backfill did nothing");
    const settled = memory.slice(Math.floor(memory.length / 4));
    return {
      ms,
      planMs,
      writingMs: await timeOfBatches(database),
      batch: status.batchMs,
      memoryGrowth: Math.max(...settled) - (settled[0] ?? 0),
    };
  } finally {
    await database.close();
    await rm(plansIn, { recursive: true, force: true });
  }
}

/** From the beginning of the first batch to the commit of the last. */
async function timeOfBatches({ knex }: Database): Promise<number> {
  const { rows } = await knex.raw(
    `SELECT 1000 * extract(epoch FROM max(committed_at) - min(committed_at - duration_ms * interval '1 ms'))::double precision AS ms
     FROM generation.data_backfill_batches`,
  );
  return rows[0].ms;
}

/** Milliseconds a row. */
function timeRowByRow(copies: LegacyCopies): Promise<number> {
  const ids = Array.from({ length: ROW_BY_ROW_SAMPLE }, (_, index) => index + 1);
  return copies.withCopy(async ({ url }) => (await time(() => updateRowByRow(url, ids))) / ids.length);
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

const round = (value: number) => Math.round(value * 100) / 100;
const note = (line: string) => void process.stderr.write(`${line}\n`);

if (options.help) process.stdout.write(USAGE);
else await run();
