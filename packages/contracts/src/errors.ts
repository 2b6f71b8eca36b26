import { Type } from "typebox";

/**
 * Every way in which a request can fail, as a closed list. Use cases throw these codes and know nothing of HTTP or
 * tRPC; each transport maps a code once. `retryable` says whether the same request may succeed later.
 */
export const ERRORS = {
  UNAUTHENTICATED: { title: "Sign-in needed", retryable: false },
  FORBIDDEN: { title: "Not permitted", retryable: false },
  CSRF_REFUSED: { title: "The request does not come from the page", retryable: false },
  SIGN_IN_NOT_CONFIGURED: { title: "Signing in is not set up", retryable: false },
  NOT_FOUND: { title: "Not found", retryable: false },
  INVALID_REQUEST: { title: "The request is not valid", retryable: false },
  PAYLOAD_TOO_LARGE: { title: "The request is too large", retryable: false },
  RATE_LIMITED: { title: "Too many requests", retryable: true },
  BUDGET_EXHAUSTED: { title: "The budget of the day is used up", retryable: true },
  REQUEST_TIMEOUT: { title: "The request took too long", retryable: true },
  IDEMPOTENCY_KEY_REUSED: { title: "Idempotency key used for another request", retryable: false },
  GENERATION_NOT_COMPLETE: { title: "The generation is not complete", retryable: false },
  GENERATION_NOT_CANCELLABLE: { title: "The generation cannot be cancelled", retryable: false },
  GENERATION_NOT_RETRYABLE: { title: "The generation cannot be retried", retryable: false },
  DRAFT_LIMIT_REACHED: { title: "You have too many drafts", retryable: false },
  IMPORT_DISABLED: { title: "Import is switched off", retryable: false },
  ANSWER_INVALID: { title: "The answer does not follow the contract", retryable: false },
  IMPORT_PAYLOAD_MISMATCH: { title: "Another answer was already imported", retryable: false },
  REVIEW_CONFLICT: { title: "The decision conflicts with the catalog", retryable: false },
  LEASED: { title: "Somebody else is reviewing this", retryable: false },
  DEPENDENCY_UNAVAILABLE: { title: "A part of the system is away", retryable: true },
  MAINTENANCE: { title: "Down for maintenance", retryable: true },
  INTERNAL: { title: "Something went wrong", retryable: false },
} as const;

/** A code of the closed list {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

/** One field at fault: where (a path such as `capabilities[0].name`, or a JSON pointer of the request) and why. */
export const FieldErrorSchema = Type.Object(
  {
    path: Type.String({ description: "Where, in the body, query or answer; empty for the whole." }),
    message: Type.String({ description: "What is wrong and what is due, after the path as its subject." }),
    messageEs: Type.Optional(Type.String({ description: "The same in Spanish." })),
    value: Type.Optional(
      Type.String({ description: "The offending value as JSON, cut after 80 characters." }),
    ),
    hint: Type.Optional(Type.String({ description: "What to do about it." })),
    hintEs: Type.Optional(Type.String({ description: "The same in Spanish." })),
  },
  { $id: "FieldError", description: "One field at fault.", additionalProperties: false },
);
export type FieldError = Type.Static<typeof FieldErrorSchema>;

/** What an error carries beside its message; only what a caller may see. */
export interface ErrorDetails {
  /** Fields at fault, each with its place. */
  readonly errors?: readonly FieldError[];
  /** Seconds to wait before trying again. */
  readonly retryAfterSeconds?: number;
  /** Anything else that helps the caller, as JSON (for example the entities in conflict). */
  readonly [key: string]: unknown;
}

/**
 * The one error of the product. `code` decides status and retry in every transport; `message` is written for the
 * caller; the original error stays in `cause` and goes to the log only.
 */
export class ViveroError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "ViveroError";
    this.code = code;
    this.details = options.details ?? {};
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}

/** Whether a value is an error code of the closed list. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(ERRORS, value);
}

/** The 404 for an absent thing and for another organization's thing alike: the two must not be told apart. */
export function notFound(what: string, id: number): ViveroError {
  return new ViveroError("NOT_FOUND", `There is no ${what} ${id} in your organization.`);
}
