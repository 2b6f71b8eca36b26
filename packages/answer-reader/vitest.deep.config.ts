import { defineConfig } from "vitest/config";

/** The laws alone, each on 100,000 random cases: minutes, not seconds. */
export default defineConfig({
  test: {
    include: ["test/laws*.test.ts"],
    testTimeout: 3_600_000,
    provide: { randomCases: 100_000 },
  },
});
