import type { ModelUsage } from "./language-model.ts";

/** Why a model gave no answer, as a planner reads it in `lastError.code`. */
export type ModelErrorCode =
  | "MODEL_RATE_LIMITED"
  | "MODEL_UNAVAILABLE"
  | "MODEL_TIMEOUT"
  | "MODEL_REFUSED"
  | "MODEL_UNPAID"
  | "MODEL_MISADDRESSED"
  | "PROMPT_TOO_LONG"
  | "MODEL_DECLINED"
  | "CONTENT_FILTERED"
  | "ANSWER_TOO_LONG";

/** A request to a model that failed. Whether to try again is a property of the error. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly code: ModelErrorCode;
  readonly retryable: boolean;
  /** How long the provider asks to wait; null when it does not say. */
  readonly retryAfterMs: number | null;
  /** Whether the request came to no model: nothing is paid for it. */
  readonly unspent: boolean;
  /** What the provider counted all the same; null when it did not say. */
  readonly usage: ModelUsage | null;

  /** @param message one sentence for a planner; the provider's own words go to `cause` and to the log only */
  constructor(
    code: ModelErrorCode,
    message: string,
    options: {
      retryable: boolean;
      retryAfterMs?: number | null;
      unspent?: boolean;
      usage?: ModelUsage;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.unspent = options.unspent ?? false;
    this.usage = options.usage ?? null;
  }
}
