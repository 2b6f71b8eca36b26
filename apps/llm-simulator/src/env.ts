/** What a simulator is started with. */
export interface Settings {
  /** 0 takes any free port. */
  readonly port: number;
  /** When set, it is wanted as bearer token. */
  readonly apiKey: string | null;
  /** A folder whose files are replayed in place of the examples. */
  readonly answers: string | null;
  /** 0 sends as fast as the connection takes it. */
  readonly tokensPerSecond: number;
  readonly tokensPerChunk: number;
  /** How many requests `GET /simulator/requests` remembers. */
  readonly requestsKept: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Bounds {
  readonly byDefault: number;
  readonly minimum: number;
  readonly maximum: number;
}

function integer(environment: Environment, name: string, { byDefault, minimum, maximum }: Bounds): number {
  const given = environment[name];
  if (given === undefined || given === "") return byDefault;
  const value = Number(given);
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw new Error(`${name} must be an integer from ${minimum} to ${maximum}, not ${JSON.stringify(given)}.`);
}

/**
 * Reads the settings of a simulator.
 * @throws Error with one sentence that says which setting is absurd, and why.
 */
export function readSettings(environment: Environment = process.env): Settings {
  return {
    port: integer(environment, "SIMULATOR_PORT", { byDefault: 4010, minimum: 0, maximum: 65_535 }),
    apiKey: environment.SIMULATOR_API_KEY || null,
    answers: environment.SIMULATOR_ANSWERS || null,
    tokensPerSecond: integer(environment, "SIMULATOR_TOKENS_PER_SECOND", {
      byDefault: 1500,
      minimum: 0,
      maximum: 1_000_000,
    }),
    tokensPerChunk: integer(environment, "SIMULATOR_TOKENS_PER_CHUNK", {
      byDefault: 8,
      minimum: 1,
      maximum: 10_000,
    }),
    requestsKept: integer(environment, "SIMULATOR_REQUESTS_KEPT", {
      byDefault: 100,
      minimum: 1,
      maximum: 10_000,
    }),
  };
}
