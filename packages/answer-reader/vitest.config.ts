import { defineConfig, mergeConfig } from "vitest/config";
import house from "../../vitest.config.ts";

/** Random cases a law is tried on; `npm run test:deep` tries each on many more. */
export default mergeConfig(house, defineConfig({ test: { provide: { randomCases: 500 } } }));
