import { ModelError } from "./model-error.ts";

const PAGE = /^\s*(text\/html|application\/xhtml\+xml)\b/i;

/** An address that answers with a web page is no language model's: a wrong base URL, or a proxy that wants a sign-in. */
export function answersWithPage(headers: Headers): boolean {
  return PAGE.test(headers.get("content-type") ?? "");
}

/** What a planner is told of it. */
export function notAModel(cause?: unknown): ModelError {
  return new ModelError(
    "MODEL_MISADDRESSED",
    "The configured address answers with a web page and not as a language model does. Tell your operator.",
    { retryable: false, unspent: true, cause },
  );
}

/**
 * The platform's fetch, which throws when a response that claims success is a web page: the AI SDK would read it as a stream
 * without events.
 * @throws ModelError
 */
export const fetchFromModel: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!response.ok || !answersWithPage(response.headers)) return response;
  await response.body?.cancel();
  throw notAModel();
};
