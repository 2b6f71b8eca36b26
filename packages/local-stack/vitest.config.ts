import { mergeConfig } from "vitest/config";
import base from "../../vitest.config.ts";

/** Whole systems start here, one after the other: two cores carry one. */
export default mergeConfig(base, { test: { fileParallelism: false, testTimeout: 90_000 } });
