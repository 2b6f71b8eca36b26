import { defineConfig } from "vitest/config";

/** The test settings of the whole house; a workspace with more to say (a database, a stack) extends them. */
export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
