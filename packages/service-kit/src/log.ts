import { type Logger, pino } from "pino";

export type { Logger };

const SECRET_FIELDS = ["authorization", "password", "token", "apiKey", "secret", "cookie", "tokenSecret"];

/**
 * A JSON-lines logger on standard output. Fields that carry secrets are censored wherever they stand at depth one or
 * two; use `log.child({ requestId })` for what belongs to one request.
 */
export function createLogger(options: { service: string; level?: string | undefined }): Logger {
  return pino({
    name: options.service,
    level: options.level ?? "info",
    base: { service: options.service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: "[censored]" },
    formatters: { level: (label) => ({ level: label }) },
  });
}
