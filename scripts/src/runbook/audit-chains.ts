import { openDatabase, verifyAuditChain } from "@vivero/database";
import { OperationError, reasonOf } from "../command/operation-error.ts";

/** What recomputing every audit chain found. */
export interface ChainsVerdict {
  readonly verified: number;
  readonly events: number;
  /** A sentence for each broken chain. */
  readonly broken: readonly string[];
}

/** Recomputes the chains of every organization in both schemas, each from its first event to its head. */
export async function verifyEveryChain(ownerUrl: string): Promise<ChainsVerdict> {
  const database = openDatabase({ url: ownerUrl, applicationName: "vivero-runbook", poolSize: 1 });
  let verified = 0;
  let events = 0;
  const broken: string[] = [];
  try {
    for (const schema of ["generation", "catalog"] as const) {
      const { rows } = await database.knex.raw(
        `SELECT organization_id FROM ${schema}.audit_chains UNION SELECT DISTINCT organization_id FROM ${schema}.audit_events ORDER BY 1`,
      );
      for (const { organization_id: organizationId } of rows) {
        const verdict = await verifyAuditChain(database.knex, { schema, organizationId });
        events += verdict.events;
        if (verdict.verified) verified += 1;
        else
          broken.push(
            `${schema} chain of organization ${organizationId}: ${verdict.firstBreak?.reason} at event ${verdict.firstBreak?.sequence}`,
          );
      }
    }
    return { verified, events, broken };
  } catch (cause) {
    throw new OperationError(`The audit chains cannot be read: ${reasonOf(cause)}.`, { cause });
  } finally {
    await database.close();
  }
}
