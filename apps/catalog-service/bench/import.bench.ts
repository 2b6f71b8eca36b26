import { parseArgs } from "node:util";
import type { CallContext, ImportCapability, ImportInput } from "@vivero/contracts";
import { type Database, openDatabase } from "@vivero/database";
import { countStatements, startTestCluster } from "@vivero/database/testing";
import { createLogger, hashOf } from "@vivero/service-kit";
import { Client } from "pg";
import { openJobQueue } from "../src/jobs/job-queue.ts";
import { createCatalogApi } from "../src/wiring.ts";
import { fillCatalog, removeImports } from "./bench-catalog.ts";
import { median, time } from "./measures.ts";
import { prepareRawRows, rawImport } from "./raw-import.ts";
import { syntheticTree, TREE_SHAPES } from "./synthetic-tree.ts";
import { treeOfFile } from "./tree-of-file.ts";

const USAGE = `node apps/catalog-service/bench/import.bench.ts [--json] [--pairs N] [--tree FILE]

Imports trees of 27, 1,000 and 13,896 skills into catalogs of 0 and 100,000 skills, beside the same rows inserted by one
raw SQL statement a table: the number of statements, and medians of pairs that run in turn.

  --json       prints {"benchmark", "rows": [{"case", "statements", "ms", "referenceMs", "ratio"}]}
  --pairs N    pairs a case; default 41 for the smallest tree, 9 for the others
  --tree FILE  one more tree: a capability a line, {"name", "competencies": [{"name", "skills": [{"name", "description"}]}]}
`;
const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    pairs: { type: "string" },
    tree: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const CATALOG_SIZES = [0, 100_000];
const ORGANIZATION_ID = 1;
/** Of scenarios and generations: each run has its own. */
let serial = 1_000;
const context: CallContext = {
  actor: { userId: 1, organizationId: ORGANIZATION_ID, roles: ["planner"] },
  requestId: "benchmark",
  caller: "generation-service",
};

interface Row {
  readonly case: string;
  readonly statements: number;
  readonly ms: number;
  readonly referenceMs: number;
  readonly ratio: number;
}

async function run(): Promise<void> {
  const cluster = await startTestCluster();
  try {
    const rows: Row[] = [];
    for (const size of CATALOG_SIZES) {
      const urls = await cluster.createDatabase();
      rows.push(...(await measureCatalog(urls, size)));
      await urls.drop();
    }
    if (options.json) process.stdout.write(`${JSON.stringify({ benchmark: "import", rows })}\n`);
    else console.table(rows);
  } finally {
    await cluster.stop();
  }
}

/** The three trees through one catalog. */
async function measureCatalog(
  urls: { catalogUrl: string; ownerUrl: string },
  catalogSize: number,
): Promise<Row[]> {
  const database = openDatabase({ url: urls.catalogUrl, applicationName: "bench", poolSize: 2 });
  const owner = openDatabase({ url: urls.ownerUrl, applicationName: "bench-owner", poolSize: 1 });
  const raw = new Client({ connectionString: urls.catalogUrl });
  const log = createLogger({ service: "bench", level: "silent" });
  const queue = await openJobQueue({ databaseUrl: urls.catalogUrl, log });
  await raw.connect();
  try {
    if (catalogSize > 0) await fillCatalog(owner, ORGANIZATION_ID, catalogSize);
    const api = createCatalogApi({ database, ...queue, clock: () => new Date() });
    const rows: Row[] = [];
    for (const tree of trees()) {
      rows.push(
        await measureTree(tree, catalogSize, {
          database,
          ours: (input) => api.importTree(input, context),
          reference: (input, firstId) => {
            const prepared = prepareRawRows(input, ORGANIZATION_ID, firstId);
            return () => rawImport(raw, ORGANIZATION_ID, prepared);
          },
          clean: () => removeImports(owner, database),
        }),
      );
    }
    return rows;
  } finally {
    await raw.end();
    await queue.stop(1_000);
    await Promise.all([database.close(), owner.close()]);
  }
}

interface Arms {
  readonly database: Database;
  readonly ours: (input: ImportInput) => Promise<unknown>;
  /** Prepares the raw rows; what it returns is timed. */
  readonly reference: (input: ImportInput, firstId: number) => () => Promise<void>;
  /** Takes the imported rows out again, so that every run finds the catalog alike. */
  readonly clean: () => Promise<void>;
}

async function measureTree(
  { name, tree }: { name: string; tree: ImportCapability[] },
  catalogSize: number,
  { database, ours, reference, clean }: Arms,
): Promise<Row> {
  const nextInput = (): ImportInput => {
    serial += 1;
    const ids = { scenarioId: serial, generationId: serial };
    return { ...ids, payloadHash: hashOf(ids), capabilities: tree, skipped: [] };
  };
  const timeOurs = async () => {
    const input = nextInput();
    return await time(() => ours(input));
  };
  // Ids far above the sequences', which both arms could otherwise meet.
  const timeReference = async () => time(reference(nextInput(), 1_000_000_000 + serial * 100_000));

  const { statements } = await countStatements(database, timeOurs);
  await clean();
  for (let warmUp = 0; warmUp < (tree.length < 10 ? 10 : 2); warmUp++) {
    await timeOurs();
    await timeReference();
    await clean();
  }

  const pairs = Number(options.pairs ?? (tree.length < 10 ? 41 : 9));
  const samples = { ours: [] as number[], reference: [] as number[] };
  for (let pair = 0; pair < pairs; pair++) {
    // In turn, and each first as often as the other.
    const order = pair % 2 === 0 ? (["ours", "reference"] as const) : (["reference", "ours"] as const);
    for (const arm of order) {
      samples[arm].push(await (arm === "ours" ? timeOurs() : timeReference()));
      await clean();
    }
  }
  const [ms, referenceMs] = [median(samples.ours), median(samples.reference)];
  return {
    case: `${name} into ${catalogSize.toLocaleString("en")}`,
    statements: statements.length,
    ms: round(ms),
    referenceMs: round(referenceMs),
    ratio: round(ms / referenceMs),
  };
}

function trees(): { name: string; tree: ImportCapability[] }[] {
  const made = TREE_SHAPES.map((shape) => ({
    name: `${shape.skills.toLocaleString("en")} skills`,
    tree: syntheticTree(shape),
  }));
  if (!options.tree) return made;
  const tree = treeOfFile(options.tree);
  const skills = tree.flatMap(({ competencies }) => competencies.flatMap((each) => each.skills)).length;
  return [...made, { name: `${skills.toLocaleString("en")} skills of a file`, tree }];
}

const round = (value: number) => Math.round(value * 100) / 100;

if (options.help) process.stdout.write(USAGE);
else await run();
