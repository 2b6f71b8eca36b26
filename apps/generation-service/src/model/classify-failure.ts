import { APICallError } from "ai";
import { ModelError } from "./model-error.ts";

const REQUEST_TIMEOUT = 408;
const CONFLICT = 409;
const TOO_EARLY = 425;
const TOO_MANY_REQUESTS = 429;

/** What the AI SDK threw or streamed as an error, as one of ours. */
export function classifyFailure(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400) {
    return classifyStatus(error.statusCode, error.responseHeaders ?? {}, error);
  }
  const unreached = APICallError.isInstance(error) && error.statusCode === undefined;
  const message = unreached
    ? "The language model could not be reached."
    : "The language model's answer broke off before its end.";
  return new ModelError("MODEL_UNAVAILABLE", message, { retryable: true, cause: error });
}

/** A limit of time that passed, by the words of the AI SDK's `TimeoutError`. */
export function timedOut(reason: string): ModelError {
  const message = /first chunk/i.test(reason)
    ? "The language model did not begin to answer in time."
    : /chunk/i.test(reason)
      ? "The language model fell silent in the middle of its answer."
      : "The language model took too long for its answer.";
  return new ModelError("MODEL_TIMEOUT", message, { retryable: true, cause: new Error(reason) });
}

function classifyStatus(status: number, headers: Record<string, string>, cause: unknown): ModelError {
  const retryAfterMs = retryAfter(headers, Date.now());
  if (status === TOO_MANY_REQUESTS) {
    return new ModelError("MODEL_RATE_LIMITED", "The language model is getting too many requests.", {
      retryable: true,
      retryAfterMs,
      cause,
    });
  }
  if (status >= 500 || [REQUEST_TIMEOUT, CONFLICT, TOO_EARLY].includes(status)) {
    return new ModelError("MODEL_UNAVAILABLE", `The language model is out of order (status ${status}).`, {
      retryable: true,
      retryAfterMs,
      cause,
    });
  }
  return new ModelError("MODEL_REFUSED", refusalMessage(status), { retryable: false, cause });
}

function refusalMessage(status: number): string {
  if (status === 401 || status === 403) {
    return "The language model's provider does not accept this installation's key. Tell your operator.";
  }
  if (status === 404) return "The language model's provider does not know this model. Tell your operator.";
  if (status === 413) return "The prompt is longer than the language model takes. Shorten your answers.";
  return `The language model's provider refused the request (status ${status}). Tell your operator.`;
}

/** The `Retry-After` of a response in milliseconds: seconds, or a date (RFC 9110, 10.2.3), or OpenAI's `retry-after-ms`. */
export function retryAfter(headers: Record<string, string>, now: number): number | null {
  const milliseconds = Number.parseFloat(headers["retry-after-ms"] ?? "");
  if (milliseconds >= 0) return milliseconds;
  const given = headers["retry-after"]?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(given)) return Number(given) * 1000;
  const date = Date.parse(given);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
