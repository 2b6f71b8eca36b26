/** The flags of this product; `apps/unleash/flags.json` describes each to its operators. */
export const flagNames = ["import_generation", "validate_llm_response", "maintenance_mode"] as const;

export type FlagName = (typeof flagNames)[number];

/** For whom a flag is asked. A flag rolled out by organization is off when `organizationId` is absent. */
export interface FlagContext {
  organizationId?: number;
  userId?: number;
}

/**
 * Where a value comes from: Unleash as of its latest poll, what Unleash said last (it does not answer now, or this
 * process has not reached it yet), or the fallback (Unleash never answered, or does not know the flag).
 */
export type FlagSource = "unleash" | "last-known" | "fallback";

export interface FlagValue {
  enabled: boolean;
  source: FlagSource;
}

export interface FlagsStatus {
  /** False when the process was started without an address of Unleash: every value is a fallback. */
  configured: boolean;
  /** Whether the latest poll succeeded. */
  connected: boolean;
  /** Time of the latest poll that succeeded in this process. */
  lastFetchAt: Date | null;
  /** Why the latest poll failed; null once one succeeds. */
  lastError: string | null;
}

export interface Maintenance {
  on: boolean;
  /** The operator's words to the users. */
  message?: string;
  retryAfterSeconds?: number;
  /** When the operators mean to be done, as ISO 8601 in UTC. */
  until?: string;
  /** SHA-256, in lower-case hex, of the secret that lets an operator through for as long as this maintenance lasts. */
  bypassDigest?: string;
}

export interface Flags {
  /** The flag's value, evaluated in memory (about 2 µs): never waits, never throws for a dead Unleash. */
  isEnabled(flag: FlagName, context?: FlagContext): boolean;
  /** Every flag for one context, with the source of its value. */
  snapshot(context?: FlagContext): Record<FlagName, FlagValue>;
  status(): FlagsStatus;
  /** Waits for the first answer of Unleash, at most `timeoutMs`; resolves to whether it came. Never rejects. */
  ready(timeoutMs: number): Promise<boolean>;
  /** `maintenance_mode` with the message that operators wrote into its variant's payload. */
  maintenance(context?: FlagContext): Maintenance;
  /** Stops polling; afterwards the last values stay readable and nothing is written any more. */
  close(): Promise<void>;
}

export type FlagFallbacks = Record<FlagName, boolean>;

/** The values while Unleash has no answer: nothing is imported, everything is validated, the doors are open. */
export const safeFallbacks: Readonly<FlagFallbacks> = {
  import_generation: false,
  validate_llm_response: true,
  maintenance_mode: false,
};

/** What this package needs of a logger; pino's fits. */
export interface FlagsLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
