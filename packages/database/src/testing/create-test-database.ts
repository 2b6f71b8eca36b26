import { inject } from "vitest";
import { cloneDatabase, type TestDatabase, type TestDatabaseOptions } from "./clone-database.ts";
import type { TestClusterAddress } from "./test-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    viveroTestCluster: TestClusterAddress;
  }
}

/**
 * Makes a database of its own for one test suite; the suite drops it when it is done.
 *
 * Needs `globalSetup: ["@vivero/database/testing/global-setup"]` in the workspace's vitest.config.ts, which starts one
 * PostgreSQL for the run.
 */
export async function createTestDatabase(options?: TestDatabaseOptions): Promise<TestDatabase> {
  return cloneDatabase(inject("viveroTestCluster"), options);
}
