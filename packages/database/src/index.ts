export {
  type AuditActor,
  type AuditContext,
  type AuditEvent,
  appendAuditEvents,
} from "./audit/append-audit-events.ts";
export { createAuditApi } from "./audit/audit-api.ts";
export {
  type AuditEventRecord,
  type AuditFilter,
  type AuditPage,
  listAuditEvents,
} from "./audit/list-audit-events.ts";
export { type ChainBreak, type ChainVerdict, verifyAuditChain } from "./audit/verify-audit-chain.ts";
export { type ApplySettings, applyBackfill } from "./backfill/apply-backfill.ts";
export type {
  Backfill,
  BackfillPart,
  ComputedPart,
  CopiedPart,
  NoteContext,
  Proposal,
  Propose,
  Query,
  ReadRow,
} from "./backfill/backfill.ts";
export { createBackfillApi } from "./backfill/backfill-api.ts";
export { BackfillError, type BackfillFailure } from "./backfill/backfill-error.ts";
export {
  type BackfillStatus,
  cancelBackfill,
  pauseBackfill,
  readStatus,
  resumeBackfill,
} from "./backfill/control-backfill.ts";
export type { Plan } from "./backfill/plan.ts";
export { planBackfill } from "./backfill/plan-backfill.ts";
export { planUndo, type UndoPlan } from "./backfill/plan-undo.ts";
export type { Progress } from "./backfill/run-batches.ts";
export type { RunOutcome } from "./backfill/run-outcome.ts";
export { undoBackfill } from "./backfill/undo-backfill.ts";
export { type Difference, type Verification, verifyBackfill } from "./backfill/verify-backfill.ts";
export { runBackfillCommand } from "./cli/backfill-command.ts";
export { NoDatabaseError } from "./cli/migration-urls.ts";
export { ownerUrls } from "./cli/owner-urls.ts";
export { type Database, type DatabaseOptions, openDatabase } from "./connection/open-database.ts";
export type { TenantOptions, TenantWork } from "./connection/tenant.ts";
export { migrateLatest } from "./migrator/migrate-latest.ts";
export { MigrationError, type MigrationFailure } from "./migrator/migration-error.ts";
export type { Schema } from "./migrator/migration-files.ts";
export { type MigrationState, migrationStatus } from "./migrator/migration-status.ts";
export type { MigrationRun, MigratorOptions } from "./migrator/open-migrator.ts";
export { rollback } from "./migrator/rollback.ts";
export { type DatabaseUrls, databaseUrls } from "./provision/database-urls.ts";
export { type ProvisionOptions, provision } from "./provision/provision.ts";
export type { RoleName, RolePasswords } from "./provision/roles.ts";
