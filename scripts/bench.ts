import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "..");

/** Every benchmark of the house by its name: `apps/catalog-service/bench/import.bench.ts` is `import`. */
const benchmarks = new Map(
  globSync("{apps,packages}/*/bench/*.bench.ts", { cwd: ROOT }).map((file) => [
    path.basename(file, ".bench.ts"),
    file,
  ]),
);

const [name, ...options] = process.argv.slice(2);
const usage = `npm run bench -- NAME [--json] [options of the benchmark]

Benchmarks: ${[...benchmarks.keys()].sort().join(", ")}
Each prints a table, with --json {"benchmark", "rows": [{"case", "ms", "referenceMs", "ratio", …}]}: medians, or where
--help says so lower quartiles, of pairs that were run in turn, as ratios against a reference beside them. Exit
codes: 0 measured, 1 failed, 2 no such benchmark.
`;

const file = name === undefined ? undefined : benchmarks.get(name);
if (file) {
  process.exitCode =
    spawnSync(process.execPath, [path.join(ROOT, file), ...options], { stdio: "inherit" }).status ?? 1;
} else if (name === "--help") {
  process.stdout.write(usage);
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
