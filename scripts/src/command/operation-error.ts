/** Something that a command refuses or fails at, in words for the operator. Never carries a password. */
export class OperationError extends Error {
  override readonly name = "OperationError";
  /** Commands, or what else to do, to go on; a line each. */
  readonly next: readonly string[];

  constructor(message: string, options: { next?: readonly string[]; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.next = options.next ?? [];
  }
}

/** An error's message; of several at once (a host with two addresses), all of them. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join("; ");
  if (!(error instanceof Error)) return String(error);
  // `fetch failed` alone says nothing: the cause holds the reason.
  const cause = error.message === "fetch failed" && error.cause ? `: ${reasonOf(error.cause)}` : "";
  return error.message + cause;
}
