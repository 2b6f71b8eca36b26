import { defineConfig, mergeConfig } from "vitest/config";
import house from "../../vitest.config.ts";

/** What needs a whole system and a browser is a project of its own, which starts them once; one file at a time, as two cores carry one. */
export default mergeConfig(
  house,
  defineConfig({
    test: {
      fileParallelism: false,
      testTimeout: 90_000,
      hookTimeout: 180_000,
      projects: [
        { extends: true, test: { name: "page", exclude: ["**/*.e2e.test.ts", "**/node_modules/**"] } },
        {
          extends: true,
          test: {
            name: "system",
            exclude: ["src/**", "test/**/!(*.e2e).test.ts"],
            globalSetup: ["test/global-setup.ts"],
          },
        },
      ],
    },
  }),
);
