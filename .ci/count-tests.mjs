// Adds up what vitest recorded for each workspace, prints one line, and fails when anything failed or nothing ran.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [folder, started, testExit] = process.argv.slice(2);
const results = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);

// The start of the system counts as one; a suite that failed to load, or a check that failed, as one more.
const tests = { passed: sum("numPassedTests"), failed: sum("numFailedTests") };
const startFailed = started === "passed" ? 0 : 1;
const otherFailure = testExit !== "0" && tests.failed === 0 ? 1 : 0;
const passed = tests.passed + (1 - startFailed);
const failed = tests.failed + startFailed + otherFailure;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || tests.passed === 0 ? 1 : 0);
