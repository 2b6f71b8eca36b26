import type { Fault } from "../faults/fault.ts";
import { invalid, malformed, PROSE, WRONG_DOCUMENT, withBrokenCharacter } from "../faults/spoil-answer.ts";
import { ProviderError } from "../protocol/provider-error.ts";
import { splitTokens } from "./tokens.ts";

/** How fast an answer is sent. */
export interface Pace {
  /** 0 sends as fast as the connection takes it. */
  readonly tokensPerSecond: number;
  readonly tokensPerChunk: number;
  readonly firstTokenMs: number;
}

/** How an answer ends: the two proper ways, and the four improper ones of faults. */
type Ending = "stop" | "length" | "unfinished" | "stall" | "disconnect" | "error-event";

/** All that is decided about a response before its first byte is sent. */
export interface Reply {
  /** What is sent, in token-like pieces. */
  readonly tokens: readonly string[];
  readonly ending: Ending;
  /** Whether a client may continue an answer that ended early. */
  readonly continues: boolean;
  readonly repeatedChunks: boolean;
  readonly pace: Pace;
  /** When set, the bytes go out in pieces of 1 to `maximumBytes`, drawn from `seed`. */
  readonly splitBytes: { readonly maximumBytes: number; readonly seed: number } | null;
}

interface Change {
  readonly text?: string;
  readonly ending?: Ending;
  /** The share of the tokens that is sent. */
  readonly at?: number;
  readonly continues?: boolean;
  readonly repeatedChunks?: boolean;
  readonly pace?: Partial<Pace>;
  readonly splitBytes?: Reply["splitBytes"];
}

function refusal(
  status: number,
  message: string,
  type: string,
  code?: string,
  retryAfter = "",
): ProviderError {
  return new ProviderError(status, message, {
    type,
    ...(code ? { code } : {}),
    ...(retryAfter ? { retryAfter } : {}),
  });
}

/** @throws ProviderError for the faults that refuse the request. */
function changeBy(fault: Fault, text: string): Change {
  switch (fault.name) {
    case "malformed":
      return { text: malformed(text, fault.options.how) };
    case "invalid":
      return { text: invalid(text) };
    case "truncated":
      return { ending: "length", at: fault.options.at, continues: fault.options.continues };
    case "unfinished":
      return { ending: "unfinished", at: fault.options.at };
    case "doubled":
      return fault.options.what === "chunks" ? { repeatedChunks: true } : { text: text + text };
    case "slow":
      return { pace: fault.options };
    case "stalled":
      return { ending: "stall", at: fault.options.at };
    case "disconnect":
      return { ending: "disconnect", at: fault.options.at };
    case "error-event":
      return { ending: "error-event", at: fault.options.at };
    case "400":
      throw refusal(400, "The request is not acceptable to this model.", "invalid_request_error");
    case "401":
      throw refusal(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key");
    case "429":
      throw refusal(
        429,
        "Rate limit reached for requests.",
        "requests",
        "rate_limit_exceeded",
        fault.options.retryAfter,
      );
    case "500":
      throw refusal(500, "The server had an error while processing your request.", "server_error");
    case "503":
      throw refusal(
        503,
        "The engine is currently overloaded.",
        "server_error",
        "overloaded",
        fault.options.retryAfter,
      );
    case "wrong-document":
      return { text: WRONG_DOCUMENT };
    case "prose":
      return { text: PROSE };
    case "empty":
      return { text: "" };
    case "split-bytes":
      return { splitBytes: fault.options };
    case "invalid-utf8":
      return { text: withBrokenCharacter(text) };
  }
}

/**
 * Decides what is sent for an answer's text.
 * @param maximumTokens the client's limit; an answer that is longer ends with `length` there.
 * @throws ProviderError when the fault is a refusal (400, 401, 429, 500, 503).
 */
export function planReply(
  text: string,
  fault: Fault | null,
  maximumTokens: number | null,
  pace: Pace,
): Reply {
  const change = fault ? changeBy(fault, text) : {};
  const tokens = splitTokens(change.text ?? text);
  const sent = change.at === undefined ? tokens.length : Math.floor(tokens.length * change.at);
  const limited = maximumTokens !== null && maximumTokens < sent;
  return {
    tokens: tokens.slice(0, limited ? maximumTokens : sent),
    ending: limited ? "length" : (change.ending ?? "stop"),
    continues: change.continues ?? true,
    repeatedChunks: change.repeatedChunks ?? false,
    pace: { ...pace, ...change.pace },
    splitBytes: change.splitBytes ?? null,
  };
}
