import { type AnswerLimits, scenarioAnswerSchema } from "@vivero/contracts";
import { APICallError, streamText } from "ai";
import type { ModelSettings } from "../env.ts";
import { type AnswerFormat, answerOutput, looserFormat } from "./answer-format.ts";
import { classifyFailure, timedOut } from "./classify-failure.ts";
import type { AskForm, LanguageModel, ModelEvent, ModelMessage } from "./language-model.ts";
import { ModelError } from "./model-error.ts";
import { openProvider } from "./open-provider.ts";
import { reduceSchema } from "./reduce-schema.ts";

/** No model knows what time it is; and without it the schema keeps within Anthropic's 24 optional properties. */
const NOT_ASKED_FOR = ["generated_at"];

/**
 * The configured model, through the AI SDK.
 *
 * With `structuredOutput: "auto"` the first request asks for the JSON Schema; a provider that refuses it is asked again
 * at once with the next looser format, which then holds for the life of the process.
 */
export function openLanguageModel(settings: ModelSettings, limits: AnswerLimits): LanguageModel {
  const { model, providerOptions, optional } = openProvider(settings);
  const schema = reduceSchema({ ...scenarioAnswerSchema(limits) }, { optional, without: NOT_ASKED_FOR });
  let format: AnswerFormat = settings.structuredOutput === "auto" ? "json_schema" : settings.structuredOutput;

  function stream(messages: readonly ModelMessage[], signal: AbortSignal, form: AskForm) {
    return streamText({
      model,
      providerOptions,
      messages: [...messages],
      output: answerOutput(form === "document" ? format : "none", schema),
      // Each try is an attempt of its own, with its own row and chunks.
      maxRetries: 0,
      abortSignal: signal,
      timeout: {
        firstChunkMs: settings.firstTokenMs,
        chunkMs: settings.silenceMs,
        totalMs: settings.totalMs,
      },
      // A refusal is in no part of the SDK's own.
      includeRawChunks: true,
      // Errors come through the stream; the default prints them.
      onError: () => undefined,
      ...(settings.maxOutputTokens === undefined ? {} : { maxOutputTokens: settings.maxOutputTokens }),
    });
  }

  return {
    name: settings.name,
    async *ask(messages, signal, form = "document") {
      for (;;) {
        try {
          yield* events(stream(messages, signal, form).fullStream, settings, signal);
          return;
        } catch (error) {
          const looser = looserFormat(format);
          if (
            form !== "document" ||
            settings.structuredOutput !== "auto" ||
            looser === null ||
            !isAboutFormat(error)
          )
            throw error;
          format = looser;
        }
      }
    },
  };
}

type Part = ReturnType<typeof streamText>["fullStream"] extends AsyncIterable<infer P> ? P : never;

async function* events(
  parts: AsyncIterable<Part>,
  settings: ModelSettings,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  let declined = false;
  try {
    for await (const part of parts) {
      if (part.type === "raw") declined ||= isRefusal(part.rawValue);
      else if (part.type === "text-delta") yield { type: "text", text: part.text };
      else if (part.type === "error") throw part.error;
      else if (part.type === "abort") throw timedOut(part.reason ?? "");
      else if (part.type === "finish-step") yield end(part, settings, declined);
    }
  } catch (error) {
    // Whoever aborted knows why; what the SDK makes of it is beside the point.
    signal.throwIfAborted();
    throw classifyFailure(error);
  }
}

function end(
  part: Extract<Part, { type: "finish-step" }>,
  settings: ModelSettings,
  declined: boolean,
): ModelEvent {
  const usage = {
    inputTokens: part.usage.inputTokens ?? null,
    outputTokens: part.usage.outputTokens ?? null,
  };
  if (declined || part.rawFinishReason === "refusal") {
    throw new ModelError(
      "MODEL_DECLINED",
      "The language model declined to answer this prompt. Word your answers differently.",
      { retryable: false, usage },
    );
  }
  if (part.finishReason === "content-filter") {
    throw new ModelError(
      "CONTENT_FILTERED",
      "The language model's provider held the answer back: it takes the prompt for a breach of its rules.",
      { retryable: false, usage },
    );
  }
  return {
    type: "end",
    finishReason: part.finishReason,
    usage,
    modelVersion: part.response.modelId || settings.name,
  };
}

/** Whether a chunk of an OpenAI-compatible stream holds a part of the model's words for why it does not answer. */
function isRefusal(chunk: unknown): boolean {
  const { choices } = (chunk ?? {}) as { choices?: { delta?: { refusal?: unknown } }[] };
  const refusal = Array.isArray(choices) ? choices[0]?.delta?.refusal : undefined;
  return typeof refusal === "string" && refusal !== "";
}

/** Whether a provider refused a request because of its `response_format`; such a refusal comes before any text. */
function isAboutFormat(error: unknown): boolean {
  if (!(error instanceof ModelError) || !APICallError.isInstance(error.cause)) return false;
  const { statusCode, responseBody = "", message } = error.cause;
  const refused = statusCode === 400 || statusCode === 422;
  return (
    refused &&
    /response_?format|output_(format|config)|json_?schema|json_?object|structured.?output/i.test(
      `${message} ${responseBody}`,
    )
  );
}
