import { type AnswerLimits, DEFAULT_ANSWER_LIMITS } from "@vivero/contracts";
import { ConfigurationError, describeSettings, readEnvironment } from "@vivero/service-kit";
import { type Static, Type } from "typebox";

const text = (description: string) => Type.Optional(Type.String({ description }));
const url = (description: string, byDefault?: string) =>
  Type.String({ format: "uri", description, ...(byDefault === undefined ? {} : { default: byDefault }) });
const count = (byDefault: number, description: string, minimum = 1) =>
  Type.Integer({ default: byDefault, minimum, description });

/** Every variable that generation-service reads. */
const EnvironmentSchema = Type.Object({
  PORT: Type.Integer({ default: 8081, minimum: 0, maximum: 65_535, description: "where to listen" }),
  HOST: text("the address to listen on; loopback when absent"),
  DATABASE_URL: url("PostgreSQL as generation_service"),
  DATABASE_POOL_SIZE: count(12, "the most connections of the service itself; the queue has its own few"),
  SERVICE_TOKEN_SECRET: Type.String({
    minLength: 16,
    description: "the key that all services of Vivero share",
  }),
  LOG_LEVEL: Type.Enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
    default: "info",
    description: "the least level that is logged",
  }),
  CATALOG_SERVICE_URL: url("where catalog-service listens", "http://127.0.0.1:8082"),
  UNLEASH_URL: text("where Unleash listens; without it every flag has its fallback"),
  UNLEASH_API_TOKEN: text("a backend token of Unleash"),
  UNLEASH_ENVIRONMENT: Type.String({ default: "development", description: "the environment of that token" }),
  UNLEASH_REFRESH_MS: count(5_000, "how often flags are polled"),
  FLAGS_DIRECTORY: text("where the last known flags are kept for a start without Unleash"),
  IMPORT_GENERATION: Type.Optional(
    Type.Boolean({ description: "import_generation while Unleash has no answer" }),
  ),
  VALIDATE_LLM_RESPONSE: Type.Optional(
    Type.Boolean({ description: "validate_llm_response while Unleash has no answer" }),
  ),

  LLM_PROVIDER: Type.Enum(["openai-compatible", "anthropic"], {
    default: "openai-compatible",
    description: "the protocol that the model's endpoint speaks",
  }),
  LLM_BASE_URL: Type.Optional(url("the model's endpoint with its /v1; Anthropic's own when absent")),
  LLM_API_KEY: text("its key"),
  LLM_MODEL: Type.String({ description: "the model's name there" }),
  LLM_STRUCTURED_OUTPUT: Type.Enum(["auto", "json_schema", "json_object", "none"], {
    default: "auto",
    description:
      "how the model is held to the schema; auto takes the strictest way that the provider accepts",
  }),
  LLM_MAX_OUTPUT_TOKENS: Type.Optional(
    Type.Integer({ minimum: 1, description: "the most tokens of an answer" }),
  ),
  LLM_CONTINUES_CUT_ANSWERS: Type.Boolean({
    default: true,
    description: "whether the model is asked to go on where its limit of length cut an answer",
  }),
  LLM_FIRST_TOKEN_TIMEOUT_MS: count(60_000, "how long to wait for the first piece of an answer"),
  LLM_SILENCE_TIMEOUT_MS: count(30_000, "how long an answer may pause"),
  LLM_TOTAL_TIMEOUT_MS: count(600_000, "how long one answer may take"),

  LLM_INPUT_TOKEN_COST: Type.Optional(
    Type.Number({ minimum: 0, description: "the price of a million tokens that are sent" }),
  ),
  LLM_OUTPUT_TOKEN_COST: Type.Optional(
    Type.Number({ minimum: 0, description: "the price of a million tokens that are answered" }),
  ),
  LLM_COST_CURRENCY: Type.String({
    default: "USD",
    pattern: "^[A-Z]{3}$",
    description: "the currency of both prices (ISO 4217)",
  }),

  GENERATION_MAX_ATTEMPTS: count(
    6,
    "the most attempts of a generation; its first that is lost with a crashed worker does not count, nor one that a stopping worker hands back",
  ),
  GENERATION_MAX_ASKS: count(3, "the most answers that are asked for until one is valid"),
  GENERATION_MAX_TOKENS: count(
    200_000,
    "tokens after which no further answer is asked for; estimated where the provider counts none",
  ),
  GENERATION_MAX_SECONDS: count(
    1_800,
    "time after which no further attempt is begun, whatever ended the one before",
  ),
  ORGANIZATION_DAILY_TOKENS: count(
    50_000_000,
    "tokens of an organization and UTC day after which no answer is asked for",
  ),
  ORGANIZATION_DAILY_GENERATIONS: count(
    10_000,
    "the most generations of an organization and UTC day; each retry counts as one",
  ),
  GENERATION_RETRY_MS: count(1_000, "the first pause after trouble with the provider; it doubles each time"),
  GENERATION_RETRY_MAX_MS: count(60_000, "the longest such pause, unless the provider asks for a longer one"),

  STORE_RAW_PROMPT: Type.Boolean({
    default: false,
    description: "whether the unredacted prompt is stored, encrypted",
  }),
  RAW_PROMPT_KEY: text(
    "the keys for that: 32 bytes each in base64, separated by commas; the first encrypts, the others still decrypt",
  ),

  WORKER_CONCURRENCY: count(
    4,
    "attempts that this process runs at a time; 0 for a replica that only serves",
    0,
  ),
  WORKER_HEARTBEAT_SECONDS: count(
    15,
    "silence after which a worker counts as dead (pg-boss allows no less than 10)",
    10,
  ),
  QUEUE_SUPERVISE_SECONDS: count(5, "how often dead workers' jobs are looked for"),
  QUEUE_POLL_SECONDS: Type.Number({
    default: 2,
    minimum: 0.5,
    description: "how often jobs that are due are looked for",
  }),
  ATTEMPT_HEARTBEAT_MS: count(1_000, "how often a running attempt looks whether it was cancelled"),
  CHUNK_CHARACTERS: count(2_000, "the length at which streamed text is stored"),
  CHUNK_MS: count(250, "the time after which streamed text is stored"),
  SHUTDOWN_GRACE_MS: count(10_000, "how long running attempts may go on when the process is told to stop", 0),

  IMPORT_DEADLINE_MS: count(
    5_000,
    "how long accept waits for the catalog before it leaves the import to the queue",
  ),
  IMPORT_JOB_DEADLINE_MS: count(60_000, "how long each later delivery waits for the catalog"),
  IMPORT_RETRY_SECONDS: count(5, "the first pause before an import is tried again; it doubles each time"),
  IMPORT_RETRY_MAX_SECONDS: count(300, "the longest such pause"),
  IMPORT_RETRY_FOR_SECONDS: count(86_400, "how long an import is tried before it counts as failed"),

  ANSWER_MAX_CAPABILITIES: count(DEFAULT_ANSWER_LIMITS.capabilities, "the most capabilities of an answer"),
  ANSWER_MAX_COMPETENCIES: count(
    DEFAULT_ANSWER_LIMITS.competenciesEach,
    "the most competencies of one capability",
  ),
  ANSWER_MAX_SKILLS: count(DEFAULT_ANSWER_LIMITS.skillsEach, "the most skills of one competency"),
  ANSWER_MAX_NAME: Type.Integer({
    default: DEFAULT_ANSWER_LIMITS.nameLength,
    minimum: 1,
    maximum: 500,
    description: "the longest name",
  }),
  ANSWER_MAX_BYTES: count(DEFAULT_ANSWER_LIMITS.answerBytes, "the longest answer, in bytes"),
});

/** What `--help` says. */
export const HELP = describeSettings(
  "generation-service",
  "keeps generations and scenarios, and asks the language model",
  EnvironmentSchema,
);

/** The service's settings, by who uses them. */
export type Settings = ReturnType<typeof readSettings>;
export type ModelSettings = Settings["model"];
/** What a million tokens cost; null when nobody said. */
export type PriceSettings = Settings["prices"];
export type BudgetSettings = Settings["budget"];
/** What an organization may use in a UTC day. */
export type DayBudgetSettings = Settings["dayBudget"];
export type WorkerSettings = Settings["worker"];
export type ImportSettings = Settings["import"];

/**
 * Reads the settings from the environment.
 * @throws ConfigurationError that names what is missing or absurd.
 */
export function readSettings(source: Readonly<Record<string, string | undefined>> = process.env) {
  const env = readEnvironment(EnvironmentSchema, source);
  if (env.LLM_PROVIDER === "openai-compatible" && env.LLM_BASE_URL === undefined) {
    throw new ConfigurationError(
      "LLM_BASE_URL is not set (where the OpenAI-compatible model listens, with its /v1).",
    );
  }
  if (env.LLM_PROVIDER === "anthropic" && env.LLM_API_KEY === undefined) {
    throw new ConfigurationError("LLM_API_KEY is not set (Anthropic answers nobody without one).");
  }
  return { ...serving(env), ...generating(env), ...importing(env), limits: limits(env) };
}

type Environment = Static<typeof EnvironmentSchema>;

function serving(env: Environment) {
  return {
    port: env.PORT,
    host: env.HOST,
    database: { url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE },
    tokenSecret: env.SERVICE_TOKEN_SECRET,
    logLevel: env.LOG_LEVEL,
    flags: {
      url: env.UNLEASH_URL,
      token: env.UNLEASH_API_TOKEN,
      environment: env.UNLEASH_ENVIRONMENT,
      refreshIntervalMs: env.UNLEASH_REFRESH_MS,
      backupDirectory: env.FLAGS_DIRECTORY,
      fallbacks: {
        import_generation: env.IMPORT_GENERATION,
        validate_llm_response: env.VALIDATE_LLM_RESPONSE,
      },
    },
  };
}

function generating(env: Environment) {
  return {
    model: {
      provider: env.LLM_PROVIDER,
      baseUrl: env.LLM_BASE_URL,
      apiKey: env.LLM_API_KEY,
      name: env.LLM_MODEL,
      structuredOutput: env.LLM_STRUCTURED_OUTPUT,
      continues: env.LLM_CONTINUES_CUT_ANSWERS,
      maxOutputTokens: env.LLM_MAX_OUTPUT_TOKENS,
      firstTokenMs: env.LLM_FIRST_TOKEN_TIMEOUT_MS,
      silenceMs: env.LLM_SILENCE_TIMEOUT_MS,
      totalMs: env.LLM_TOTAL_TIMEOUT_MS,
    },
    prices: prices(env),
    rawPrompt: rawPrompt(env),
    budget: {
      attempts: env.GENERATION_MAX_ATTEMPTS,
      asks: env.GENERATION_MAX_ASKS,
      tokens: env.GENERATION_MAX_TOKENS,
      seconds: env.GENERATION_MAX_SECONDS,
      retryMs: env.GENERATION_RETRY_MS,
      retryMaxMs: env.GENERATION_RETRY_MAX_MS,
    },
    dayBudget: {
      tokens: env.ORGANIZATION_DAILY_TOKENS,
      generations: env.ORGANIZATION_DAILY_GENERATIONS,
    },
    worker: {
      concurrency: env.WORKER_CONCURRENCY,
      heartbeatSeconds: env.WORKER_HEARTBEAT_SECONDS,
      superviseSeconds: env.QUEUE_SUPERVISE_SECONDS,
      pollSeconds: env.QUEUE_POLL_SECONDS,
      attemptHeartbeatMs: env.ATTEMPT_HEARTBEAT_MS,
      chunkCharacters: env.CHUNK_CHARACTERS,
      chunkMs: env.CHUNK_MS,
      shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    },
  };
}

function prices({
  LLM_INPUT_TOKEN_COST: input,
  LLM_OUTPUT_TOKEN_COST: output,
  LLM_COST_CURRENCY,
}: Environment) {
  if (input === undefined && output === undefined) return null;
  if (input === undefined || output === undefined) {
    throw new ConfigurationError(
      "LLM_INPUT_TOKEN_COST and LLM_OUTPUT_TOKEN_COST belong together: set both, or neither.",
    );
  }
  return { input, output, currency: LLM_COST_CURRENCY };
}

const RAW_PROMPT_KEY_BYTES = 32;

function rawPrompt({ STORE_RAW_PROMPT: store, RAW_PROMPT_KEY: given = "" }: Environment) {
  const keys = given
    .split(",")
    .filter((key) => key.trim() !== "")
    .map((key) => Buffer.from(key.trim(), "base64"));
  if (keys.some((key) => key.length !== RAW_PROMPT_KEY_BYTES)) {
    throw new ConfigurationError("RAW_PROMPT_KEY is not 32 bytes in base64 (openssl rand -base64 32).");
  }
  if (store && keys.length === 0) {
    throw new ConfigurationError("RAW_PROMPT_KEY is not set, and STORE_RAW_PROMPT needs it.");
  }
  return { store, keys };
}

function importing(env: Environment) {
  return {
    import: {
      catalogUrl: env.CATALOG_SERVICE_URL,
      deadlineMs: env.IMPORT_DEADLINE_MS,
      jobDeadlineMs: env.IMPORT_JOB_DEADLINE_MS,
      retrySeconds: env.IMPORT_RETRY_SECONDS,
      retryMaxSeconds: env.IMPORT_RETRY_MAX_SECONDS,
      retryForSeconds: env.IMPORT_RETRY_FOR_SECONDS,
    },
  };
}

function limits(env: Environment): AnswerLimits {
  return {
    capabilities: env.ANSWER_MAX_CAPABILITIES,
    competenciesEach: env.ANSWER_MAX_COMPETENCIES,
    skillsEach: env.ANSWER_MAX_SKILLS,
    nameLength: env.ANSWER_MAX_NAME,
    answerBytes: env.ANSWER_MAX_BYTES,
  };
}
