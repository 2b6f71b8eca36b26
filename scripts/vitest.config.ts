import { defineConfig, mergeConfig } from "vitest/config";
import shared from "../vitest.config.ts";

/** One PostgreSQL for the run; one file at a time, as each runs programs and some a whole system. */
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      globalSetup: ["@vivero/database/testing/global-setup"],
      fileParallelism: false,
      testTimeout: 90_000,
    },
  }),
);
