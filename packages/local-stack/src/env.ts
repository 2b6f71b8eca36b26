import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** The programs that take a port, each with its default. */
export const DEFAULT_PORTS = {
  gateway: 8080,
  generation: 8081,
  catalog: 8082,
  simulator: 8083,
  issuer: 8084,
  unleash: 4242,
  postgres: 54329,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Record<PortName, number>;

/** The model to use in place of the simulator. */
export interface ModelSettings {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly model: string | undefined;
}

/** The settings of a local stack. */
export interface LocalEnvironment {
  /** Where data, secrets, logs and `stack.json` are kept. */
  readonly home: string;
  readonly ports: Ports;
  /** Absent: the simulator is started and used. */
  readonly model: ModelSettings | undefined;
  /** What programs inherit; settings of theirs that are not ours pass through. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

function port(source: NodeJS.ProcessEnv, name: PortName): number {
  const variable = `${name.toUpperCase()}_PORT`;
  const text = source[variable];
  if (!text) return DEFAULT_PORTS[name];
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new StackError(`${variable} must be a port from 0 to 65535, not ${JSON.stringify(text)}.`);
}

/** Something that stops the stack from starting or working, in one sentence for the person at the terminal. */
export class StackError extends Error {
  override readonly name = "StackError";
}

/** Reads the settings; throws a StackError that names the one at fault. */
export function readLocalEnvironment(source: NodeJS.ProcessEnv = process.env): LocalEnvironment {
  const names = Object.keys(DEFAULT_PORTS) as PortName[];
  return {
    home: path.resolve(source.VIVERO_HOME || path.join(ROOT, ".vivero")),
    ports: Object.fromEntries(names.map((name) => [name, port(source, name)])) as Ports,
    model: source.LLM_BASE_URL
      ? { baseUrl: source.LLM_BASE_URL, apiKey: source.LLM_API_KEY, model: source.LLM_MODEL }
      : undefined,
    inherited: source,
  };
}
