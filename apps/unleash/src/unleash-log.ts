import type { Logger } from "@vivero/service-kit";

/**
 * Unleash's log provider over ours, from warnings up: at the level "info" Unleash logs the administrator's password.
 * Of an error only what names it is kept, since Unleash puts stack traces and SQL into its messages.
 */
export function unleashLog(log: Logger) {
  return (category = "unleash") => {
    const component = { component: category };
    return {
      debug(_message: unknown) {},
      info(_message: unknown) {},
      warn: (message: unknown, ...details: unknown[]) =>
        log.warn({ ...component, ...errorIn([message, ...details]) }, firstLine(message)),
      error: (message: unknown, ...details: unknown[]) =>
        log.error({ ...component, ...errorIn([message, ...details]) }, firstLine(message)),
      fatal: (message: unknown, ...details: unknown[]) =>
        log.fatal({ ...component, ...errorIn([message, ...details]) }, firstLine(message)),
    };
  };
}

function errorIn(values: unknown[]): { error?: Record<string, unknown> } {
  const error = values.find((value) => value instanceof Error);
  if (error === undefined) {
    return {};
  }
  const code = "code" in error ? { code: error.code } : {};
  // The message of an error of the database begins with the statement.
  const message = "severity" in error ? {} : { message: firstLine(error) };
  return { error: { name: error.name, ...code, ...message } };
}

function firstLine(value: unknown): string {
  const text =
    value instanceof Error ? ("severity" in value ? "database error" : value.message) : String(value);
  return text.split("\n", 1)[0] ?? "";
}
