export type { TestDatabase, TestDatabaseOptions } from "./clone-database.ts";
export { type CountedWork, countStatements } from "./count-statements.ts";
export { createTestDatabase } from "./create-test-database.ts";
export { startTestCluster, type TestCluster, type TestClusterAddress } from "./test-cluster.ts";
