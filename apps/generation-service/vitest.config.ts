import { defineConfig, mergeConfig } from "vitest/config";
import shared from "../../vitest.config.ts";

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      globalSetup: ["@vivero/database/testing/global-setup"],
      // What is waited for takes moments; a machine that does many things at once takes longer.
      expect: { poll: { interval: 50, timeout: 10_000 } },
    },
  }),
);
