/** How fast a backfill goes, and what makes it wait. */
export type Pace = {
  /** How long a batch should last. */
  readonly targetMs: number;
  /** Batches at a time, each on a connection of its own. */
  readonly lanes: number;
  readonly firstRows: number;
  readonly mostRows: number;
  /** Between two batches of a lane. */
  readonly pauseMs: number;
  /** How long a batch waits for a row that somebody holds; then it lets go of its own and tries again. */
  readonly lockTimeoutMs: number;
  /** A batch that lasts longer is taken back and halved. */
  readonly batchTimeoutMs: number;
  /** How often one row is tried before the backfill fails. */
  readonly tries: number;
  /** Waits while a replica is further behind than this; 0: does not look. */
  readonly maxReplicaLagSeconds: number;
  readonly maxReplicaLagBytes: number;
  /** Waits while a transaction of somebody else is older than this; 0: does not look. */
  readonly maxTransactionSeconds: number;
  /** SQL that gives true while the database has too much to do. */
  readonly maxLoad: string | undefined;
  /**
   * How long to wait for the lock of another runner: one that was killed leaves its session to PostgreSQL for a moment, for
   * longer than one batch.
   */
  readonly takeOverMs: number;
  /** How often a runner that waits looks again, and a runner at work looks at what would make it wait. */
  readonly lookEveryMs: number;
};

export const DEFAULT_PACE: Pace = {
  targetMs: 100,
  // Two keep a database of two cores busy; the row counts are where the adapting begins and where it ends.
  lanes: 2,
  firstRows: 200,
  mostRows: 20_000,
  pauseMs: 0,
  lockTimeoutMs: 100,
  batchTimeoutMs: 1_000,
  tries: 20,
  maxReplicaLagSeconds: 10,
  maxReplicaLagBytes: 64 * 1024 * 1024,
  maxTransactionSeconds: 60,
  maxLoad: undefined,
  takeOverMs: 3_000,
  lookEveryMs: 500,
};
