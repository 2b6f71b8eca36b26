import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Database, openDatabase } from "@vivero/database";
import { startTestCluster } from "@vivero/database/testing";
import { findSimilar } from "../src/suggestions/find-similar.ts";
import { nameSimilarity } from "../src/suggestions/name-similarity.ts";
import { nameWords } from "../src/suggestions/name-words.ts";
import { areaUnderCurve } from "./area-under-curve.ts";
import { fillNames, madeUpNames } from "./catalog-of-names.ts";
import { median, time } from "./measures.ts";

const USAGE = `node apps/catalog-service/bench/suggestions.bench.ts [--json] [--names N] [--sizes N,N,…] [--pairs FILE]

Looks for the active skills that are most like a name, in catalogs of 10,000, 100,000 and 1,000,000, beside the plain way:
every name of the catalog compared by pg_trgm's similarity, the best three taken. Medians over names in turn. Then how well
the score tells labelled pairs apart, as the area under the ROC curve, where there is a file of them.

  --json        prints {"benchmark", "rows": [{"case", "ms", "referenceMs", "ratio", …}]}
  --names N     names looked for in each catalog; default 200 (the plain way: a twentieth of them)
  --sizes N,N   sizes of the catalog; default 10000,100000,1000000
  --pairs FILE  JSON lines {"a", "b", "same"}; default ../shared/corpus/esco/duplicate-pairs.jsonl beside the project
`;
const PAIRS = path.resolve(import.meta.dirname, "../../../../shared/corpus/esco/duplicate-pairs.jsonl");
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    names: { type: "string", default: "200" },
    sizes: { type: "string", default: "10000,100000,1000000" },
    pairs: { type: "string", default: PAIRS },
    help: { type: "boolean", default: false },
  },
});

const ORGANIZATION_ID = 1;

interface Row {
  readonly case: string;
  readonly ms?: number;
  readonly referenceMs?: number;
  readonly ratio?: number;
  readonly found?: number;
  readonly auc?: number;
  readonly referenceAuc?: number;
}

async function run(): Promise<void> {
  const cluster = await startTestCluster();
  const rows: Row[] = [];
  try {
    for (const size of options.sizes.split(",").map(Number)) {
      const urls = await cluster.createDatabase();
      rows.push(await measureCatalog(urls, size));
      await urls.drop();
    }
    const urls = await cluster.createDatabase();
    rows.push(...(await measurePairs(urls.ownerUrl)));
    await urls.drop();
  } finally {
    await cluster.stop();
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ benchmark: "suggestions", rows })}\n`);
  else console.table(rows);
}

async function measureCatalog(urls: { catalogUrl: string; ownerUrl: string }, size: number): Promise<Row> {
  const database = openDatabase({ url: urls.catalogUrl, applicationName: "bench", poolSize: 1 });
  const owner = openDatabase({ url: urls.ownerUrl, applicationName: "bench-owner", poolSize: 1 });
  try {
    await fillNames(owner, ORGANIZATION_ID, size);
    // Retold: another order of words, another ending, as a model would name what is there already.
    const sought = madeUpNames(size, Number(options.names)).map(({ name, retold }) => ({ name, retold }));
    const similar = findSimilar({ database });
    const actor = { userId: 1, organizationId: ORGANIZATION_ID, roles: ["planner" as const] };
    const context = { actor, requestId: "benchmark", caller: "gateway" as const };
    let found = 0;
    const ours = async ({ name, retold }: { name: string; retold: string }) => {
      const { items } = await similar({ type: "skill", name: retold, limit: 3 }, context);
      if (items.some((item) => item.name === name)) found += 1;
    };
    const reference = ({ retold }: { retold: string }) => plainTrigrams(database, retold);
    for (const each of sought.slice(0, 10)) await ours(each);
    found = 0;
    const samples = { ours: [] as number[], reference: [] as number[] };
    for (const [index, each] of sought.entries()) {
      samples.ours.push(await time(() => ours(each)));
      if (index % 20 === 0) samples.reference.push(await time(() => reference(each)));
    }
    const [ms, referenceMs] = [median(samples.ours), median(samples.reference)];
    return {
      case: `a suggestion among ${size.toLocaleString("en")}`,
      ms: round(ms),
      referenceMs: round(referenceMs),
      ratio: round(ms / referenceMs),
      found: round(found / sought.length),
    };
  } finally {
    await Promise.all([database.close(), owner.close()]);
  }
}

/** Every active name of the organization by its trigrams. */
async function plainTrigrams(database: Database, name: string): Promise<void> {
  await database.tenant(ORGANIZATION_ID, (trx) =>
    trx.raw(
      `SELECT id, name, similarity(name_key, lower(:name)) AS similarity FROM catalog.skills
       WHERE status = 'active' ORDER BY similarity DESC LIMIT 3`,
      { name },
    ),
  );
}

/** The score, and pg_trgm's own, on labelled pairs; nothing where there are none. */
async function measurePairs(ownerUrl: string): Promise<Row[]> {
  if (!existsSync(options.pairs)) {
    process.stderr.write(
      `No labelled pairs at ${options.pairs}: the area under the curve was not measured.\n`,
    );
    return [];
  }
  const lines = readFileSync(options.pairs, "utf8").split("\n").filter(Boolean);
  const pairs = lines.map(
    (line) => JSON.parse(line) as { a: string; b: string; same: boolean; uri?: string; id?: string },
  );
  const owner = openDatabase({ url: ownerUrl, applicationName: "bench-owner", poolSize: 1 });
  const { rows } = await owner.knex.raw(
    "SELECT similarity(a, b) AS score FROM ROWS FROM (unnest(:a::text[]), unnest(:b::text[])) AS pair (a, b)",
    { a: pairs.map(({ a }) => a), b: pairs.map(({ b }) => b) },
  );
  await owner.close();
  const scored = pairs.map(({ a, b, same, uri, id }, index) => ({
    same,
    isHeldOut: isHeldOut(uri ?? id ?? ""),
    score: nameSimilarity(nameWords(a), nameWords(b)),
    reference: rows[index].score as number,
  }));
  const area = (of: typeof scored) => round(areaUnderCurve(of));
  const plain = (of: typeof scored) =>
    round(areaUnderCurve(of.map(({ same, reference }) => ({ same, score: reference }))));
  const heldOut = scored.filter((each) => each.isHeldOut);
  return [
    { case: `${scored.length} labelled pairs`, auc: area(scored), referenceAuc: plain(scored) },
    {
      case: `${heldOut.length} of them held out of the fit`,
      auc: area(heldOut),
      referenceAuc: plain(heldOut),
    },
  ];
}

/** Two of five, by the concept: FNV-1a of its address; the weights were fitted on the others. */
function isHeldOut(key: string): boolean {
  let hash = 2_166_136_261;
  for (const character of key) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619);
  return (hash >>> 0) / 2 ** 32 > 0.6;
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;

if (options.help) process.stdout.write(USAGE);
else await run();
