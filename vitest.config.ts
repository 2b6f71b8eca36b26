import path from "node:path";
import { defineConfig } from "vitest/config";

const results = process.env.VIVERO_TEST_RESULTS;
const workspace = path.basename(process.cwd());

/** The test settings of the whole house; a workspace with more to say (a database, a stack) extends them. */
export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // A loaded machine of two cores runs several workspaces at once.
    testTimeout: 30_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
    reporters: results
      ? ["default", ["json", { outputFile: path.join(results, `${workspace}.json`) }]]
      : ["default"],
  },
});
