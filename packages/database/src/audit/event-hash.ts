import { hash } from "node:crypto";
import type { Schema } from "../migrator/migration-files.ts";
import { canonicalJson } from "./canonical-json.ts";

/** What an event's hash covers: every column but the row's own id, and the chain that it belongs to. */
type HashedEvent = {
  chain: Schema;
  organizationId: number;
  /** 1, 2, 3, … without gaps, in each organization and schema. */
  sequence: number;
  occurredAt: Date;
  actorUserId: number;
  actorRoles: readonly string[];
  action: string;
  entityType: string;
  entityId: number | null;
  scenarioId: number | null;
  generationId: number | null;
  before: unknown;
  after: unknown;
  requestId: string;
};

/** Where every chain begins: 32 zero bytes. */
export const CHAIN_START = Buffer.alloc(32);

/** SHA-256 over the canonical JSON of the event and the hash before it (in hexadecimal). */
export function hashEvent(event: HashedEvent, previousHash: Buffer): Buffer {
  const text = canonicalJson({ ...event, previousHash: previousHash.toString("hex") });
  return hash("sha256", text, "buffer");
}
