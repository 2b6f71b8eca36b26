import { defineConfig, mergeConfig } from "vitest/config";
import house from "../../vitest.config.ts";

/** The laws alone, each on 100,000 random cases: minutes, not seconds. */
export default mergeConfig(
  house,
  defineConfig({
    test: { include: ["test/laws*.test.ts"], testTimeout: 3_600_000, provide: { randomCases: 100_000 } },
  }),
);
