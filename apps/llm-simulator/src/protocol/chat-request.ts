import { invalidRequest } from "./provider-error.ts";

/** One message of a conversation; content that came in parts is joined. */
export interface ChatMessage {
  readonly role: string;
  readonly text: string;
}

/** What the simulator uses of a `POST /v1/chat/completions` body. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream: boolean;
  /** Whether the stream ends with a chunk that holds the usage. */
  readonly includeUsage: boolean;
  /** Tokens after which the answer is cut with `finish_reason: "length"`. */
  readonly maximumTokens: number | null;
  /** The body's `response_format` as it came. */
  readonly responseFormat: unknown;
}

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function messageText(content: unknown, param: string): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content))
    throw invalidRequest(`'${param}' must be a string or an array of parts.`, param);
  return content
    .map((part) => (isObject(part) && part.type === "text" && typeof part.text === "string" ? part.text : ""))
    .join("");
}

function readMessages(value: unknown): ChatMessage[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw invalidRequest("'messages' must be an array with at least one message.", "messages");
  }
  return value.map((message, index) => {
    const param = `messages[${index}]`;
    if (!isObject(message) || typeof message.role !== "string") {
      throw invalidRequest(`'${param}.role' is required.`, `${param}.role`);
    }
    return { role: message.role, text: messageText(message.content, `${param}.content`) };
  });
}

function readMaximumTokens(body: Fields): number | null {
  const param = body.max_completion_tokens == null ? "max_tokens" : "max_completion_tokens";
  const value = body[param];
  if (value == null) return null;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw invalidRequest(`'${param}' must be an integer of at least 1.`, param);
  }
  return value;
}

/** OpenAI refuses a structured output without a name or a schema; a mistake here must not wait for production. */
function checkResponseFormat(format: unknown): void {
  if (format == null) return;
  const type = isObject(format) ? format.type : undefined;
  if (type === "text" || type === "json_object") return;
  if (type !== "json_schema")
    throw invalidRequest("'response_format.type' is not known.", "response_format.type");
  const definition = isObject(format) ? format.json_schema : undefined;
  if (
    !isObject(definition) ||
    typeof definition.name !== "string" ||
    !/^[\w-]{1,64}$/.test(definition.name)
  ) {
    throw invalidRequest(
      "'response_format.json_schema.name' must have 1 to 64 letters, digits, _ or -.",
      "response_format.json_schema.name",
    );
  }
  if (!isObject(definition.schema)) {
    throw invalidRequest(
      "'response_format.json_schema.schema' must be a JSON Schema.",
      "response_format.json_schema.schema",
    );
  }
}

/**
 * Reads a parsed body. Sampling settings, tools and unknown fields are accepted and have no effect.
 * @throws ProviderError 400 that names the parameter at fault.
 */
export function readChatRequest(body: Fields): ChatRequest {
  if (typeof body.model !== "string" || body.model === "")
    throw invalidRequest("'model' is required.", "model");
  if (body.n != null && body.n !== 1) throw invalidRequest("Only 'n': 1 is supported.", "n");
  if (body.stream != null && typeof body.stream !== "boolean") {
    throw invalidRequest("'stream' must be a boolean.", "stream");
  }
  checkResponseFormat(body.response_format);
  const streamOptions = isObject(body.stream_options) ? body.stream_options : {};
  return {
    model: body.model,
    messages: readMessages(body.messages),
    stream: body.stream === true,
    includeUsage: streamOptions.include_usage === true,
    maximumTokens: readMaximumTokens(body),
    responseFormat: body.response_format ?? null,
  };
}
