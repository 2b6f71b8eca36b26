import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";

export type { Logger };

const SECRET_FIELDS = ["authorization", "password", "token", "apiKey", "secret", "cookie", "tokenSecret"];

/** How deep chains of causes are told. */
const DEEPEST_CAUSE = 4;

/** A database driver's error: knex puts the statement before its message, and its `detail` holds values of rows. */
function isDatabaseError(error: Error): boolean {
  return "severity" in error && "routine" in error;
}

/** Where in our own files it was thrown, for example `apps/gateway/src/app.ts:61`. */
function placeOf(error: Error): string | undefined {
  return /\b((?:apps|packages|migrations|scripts)\/[\w./-]+\.ts:\d+)/.exec(error.stack ?? "")?.[1];
}

/** An error for a log: what and where, without stack trace, statement or values (DESIGN: what must never be). */
function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  const message = isDatabaseError(error)
    ? error.message.slice(error.message.lastIndexOf(" - ") + 1)
    : error.message;
  return {
    type: error.name,
    message: message.replace(/^- /, ""),
    code,
    constraint,
    table,
    at: placeOf(error),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}

/**
 * A JSON-lines logger on standard output. Fields that carry secrets are censored wherever they stand at depth one or
 * two; use `log.child({ requestId })` for what belongs to one request.
 */
export function createLogger(options: {
  service: string;
  level?: string | undefined;
  /** Standard output when absent. */
  destination?: DestinationStream | undefined;
}): Logger {
  const settings: LoggerOptions = {
    name: options.service,
    level: options.level ?? "info",
    base: { service: options.service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: "[censored]" },
    serializers: { err: describeError },
    formatters: { level: (label) => ({ level: label }) },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}
