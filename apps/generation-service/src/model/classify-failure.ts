import { APICallError } from "ai";
import { ModelError } from "./model-error.ts";
import { answersWithPage, notAModel } from "./refuse-page.ts";

const PAYMENT_REQUIRED = 402;
const NOT_FOUND = 404;
const REQUEST_TIMEOUT = 408;
const CONFLICT = 409;
const CONTENT_TOO_LARGE = 413;
const TOO_EARLY = 425;
const TOO_MANY_REQUESTS = 429;

/** What the AI SDK threw or streamed as an error, as one of ours. */
export function classifyFailure(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400) {
    return classifyStatus(error.statusCode, error);
  }
  const unreached = APICallError.isInstance(error) && error.statusCode === undefined;
  const message = unreached
    ? "The language model could not be reached."
    : "The language model's answer broke off before its end.";
  return new ModelError("MODEL_UNAVAILABLE", message, { retryable: true, unspent: unreached, cause: error });
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

/** The provider's own words for an account that is used up; waiting does not help it. */
const UNPAID = /insufficient_quota|billing_(hard_limit_reached|not_active)|credit balance is too low/i;
/** The providers' words for a prompt that is too long for the model; a status of 400 has many meanings. */
const TOO_LONG = /context_length_exceeded|maximum context length|context window|prompt is too long/i;

/** A response that is an error: no model has seen the request, so nothing was spent. */
function classifyStatus(status: number, cause: APICallError): ModelError {
  const { responseHeaders = {}, responseBody = "", message } = cause;
  const said = `${message} ${responseBody}`;
  const refused = { retryable: false, unspent: true, cause } as const;
  if (status === PAYMENT_REQUIRED || (status < 500 && UNPAID.test(said))) {
    return new ModelError("MODEL_UNPAID", UNPAID_MESSAGE, refused);
  }
  const again = {
    ...refused,
    retryable: true,
    retryAfterMs: retryAfter(responseHeaders, Date.now()),
  };
  if (status === TOO_MANY_REQUESTS) {
    return new ModelError("MODEL_RATE_LIMITED", "The language model is getting too many requests.", again);
  }
  if (status >= 500 || [REQUEST_TIMEOUT, CONFLICT, TOO_EARLY].includes(status)) {
    return new ModelError(
      "MODEL_UNAVAILABLE",
      `The language model is out of order (status ${status}).`,
      again,
    );
  }
  if (status === NOT_FOUND && answersWithPage(new Headers(responseHeaders))) return notAModel(cause);
  if (status === CONTENT_TOO_LARGE || TOO_LONG.test(said)) {
    return new ModelError("PROMPT_TOO_LONG", TOO_LONG_MESSAGE, refused);
  }
  return new ModelError("MODEL_REFUSED", refusalMessage(status), refused);
}

const UNPAID_MESSAGE =
  "The language model's provider answers no more until its account is paid up. Tell your operator.";
const TOO_LONG_MESSAGE = "The prompt is longer than the language model takes. Shorten your answers.";

function refusalMessage(status: number): string {
  if (status === 401 || status === 403) {
    return "The language model's provider does not accept this installation's key. Tell your operator.";
  }
  if (status === NOT_FOUND)
    return "The language model's provider does not know this model. Tell your operator.";
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
