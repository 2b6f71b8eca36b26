import type { ErrorCode, FieldError, Problem } from "@vivero/contracts";

/** A problem of the API, or the lack of any answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** What programs go by; `UNREACHABLE` when no answer came. */
  readonly code: ErrorCode | "CSRF_REFUSED" | "LEASED" | "UNREACHABLE";
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Finds this request in the log and the audit; null when no answer came. */
  readonly requestId: string | null;
  /** The fields at fault. */
  readonly errors: readonly FieldError[];
  /** Seconds after which it may succeed. */
  readonly retryAfterSeconds: number | null;
  /** Everything that the problem carries, for example who holds a lease. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(problem: Partial<Problem>, retryAfterSeconds: number | null, cause?: unknown) {
    super(problem.detail ?? problem.title ?? "No answer came.", { cause });
    this.code = (problem.code ?? "UNREACHABLE") as ApiError["code"];
    this.status = problem.status ?? 0;
    this.requestId = problem.requestId ?? null;
    this.errors = problem.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
    this.problem = problem;
  }
}

/** The error of an answer that is not a success; a proxy may send one that is no problem document. */
export async function errorOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get("retry-after"));
  const body: unknown = await response.json().catch(() => null);
  const known = typeof body === "object" && body !== null && "code" in body ? (body as Partial<Problem>) : {};
  const code = response.status >= 502 ? "DEPENDENCY_UNAVAILABLE" : "INTERNAL";
  return new ApiError({ code, status: response.status, ...known }, retryAfter > 0 ? retryAfter : null);
}
