/** A refusal in the form of OpenAI's API, which its clients know how to read. */
export class ProviderError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  /** The `Retry-After` header: seconds, or an HTTP date. */
  readonly retryAfter: string | null;

  constructor(
    status: number,
    message: string,
    rest: { type: string; code?: string; param?: string; retryAfter?: string },
  ) {
    super(message);
    this.name = "ProviderError";
    this.status = status;
    this.type = rest.type;
    this.code = rest.code ?? null;
    this.param = rest.param ?? null;
    this.retryAfter = rest.retryAfter ?? null;
  }

  /** The body as OpenAI sends it. */
  get body() {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** A 400 that names the parameter at fault. */
export function invalidRequest(message: string, param?: string): ProviderError {
  return new ProviderError(400, message, {
    type: "invalid_request_error",
    ...(param === undefined ? {} : { param }),
  });
}
