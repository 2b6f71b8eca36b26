import type { TestProject } from "vitest/node";
import "./create-test-database.ts";
import { startTestCluster } from "./test-cluster.ts";

/** vitest's global setup: one PostgreSQL for the run, stopped and deleted at its end. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide("viveroTestCluster", cluster.address);
  return cluster.stop;
}
