import { ERRORS, type ErrorCode, type Problem, ViveroError } from "@vivero/contracts";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** The HTTP status of each code: the one place where errors meet HTTP. */
export const STATUS: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CSRF_REFUSED: 403,
  SIGN_IN_NOT_CONFIGURED: 501,
  NOT_FOUND: 404,
  INVALID_REQUEST: 400,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  BUDGET_EXHAUSTED: 429,
  REQUEST_TIMEOUT: 504,
  IDEMPOTENCY_KEY_REUSED: 422,
  GENERATION_NOT_COMPLETE: 409,
  GENERATION_NOT_CANCELLABLE: 409,
  GENERATION_NOT_RETRYABLE: 409,
  DRAFT_LIMIT_REACHED: 409,
  IMPORT_DISABLED: 403,
  ANSWER_INVALID: 422,
  IMPORT_PAYLOAD_MISMATCH: 409,
  REVIEW_CONFLICT: 409,
  LEASED: 409,
  DEPENDENCY_UNAVAILABLE: 503,
  MAINTENANCE: 503,
  INTERNAL: 500,
};

const DEFAULT_RETRY_SECONDS = 5;

/** Any thrown thing as an error of the closed list; what nobody foresaw becomes opaque, its original in `cause`. */
export function asKnownError(error: unknown): ViveroError {
  if (error instanceof ViveroError) return error;
  if (error instanceof HTTPException) {
    if (error.status === 413) return new ViveroError("PAYLOAD_TOO_LARGE", "Send less in one request.");
    if (error.status === 504)
      return new ViveroError(
        "REQUEST_TIMEOUT",
        "It took too long; look whether it was done before trying again.",
      );
  }
  return new ViveroError(
    "INTERNAL",
    "Something went wrong on our side; the request id finds it in the log.",
    { cause: error },
  );
}

/** RFC 9457: the body and headers of an error. */
export function problemResponse(c: Context, error: ViveroError, requestId: string): Response {
  const { errors, retryAfterSeconds, ...more } = error.details;
  const status = STATUS[error.code];
  const problem: Problem = {
    ...more,
    type: `urn:vivero:problem:${error.code.toLowerCase().replaceAll("_", "-")}`,
    title: ERRORS[error.code].title,
    status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(errors ? { errors: [...errors] } : {}),
  };
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (error.retryable) headers["retry-after"] = String(retryAfterSeconds ?? DEFAULT_RETRY_SECONDS);
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="vivero"';
  return c.body(JSON.stringify(problem), status, headers);
}
