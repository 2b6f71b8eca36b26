import { invalidRequest, ProviderError } from "./provider-error.ts";

/** Above any prompt or posted answer: an answer may have 2 MB, and its JSON at most six times that. */
const MAXIMUM_BYTES = 32 * 1024 * 1024;

/**
 * The body of a request as a JSON object.
 * The content type must be JSON: a web page of another origin cannot send that to this machine without being asked first.
 * @throws ProviderError 400, 413 or 415.
 */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new ProviderError(415, "The content type must be application/json.", {
      type: "invalid_request_error",
    });
  }
  if (Number(request.headers.get("content-length") ?? 0) > MAXIMUM_BYTES) {
    throw new ProviderError(413, "The body is larger than 32 MB.", { type: "invalid_request_error" });
  }
  const value = parse(await request.text());
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidRequest("The body must be a JSON object.");
  }
  return { ...value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidRequest(`The body is not valid JSON: ${error.message}`);
    throw error;
  }
}
