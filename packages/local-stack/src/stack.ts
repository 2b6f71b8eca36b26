import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { type DatabaseUrls, migrateLatest, provision } from "@vivero/database";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@vivero/database/embedded";
import type { LocalEnvironment, PortName } from "./env.ts";
import { startLocalProvider } from "./identity/start-local-provider.ts";
import { everyRole, mintToken } from "./identity/token.ts";
import { stopOrphans } from "./processes/orphans.ts";
import { freePorts } from "./processes/ports.ts";
import { PROGRAM_NAMES, type ProgramName, programOptions, type Surroundings } from "./processes/programs.ts";
import { type SupervisedProcess, superviseProcess } from "./processes/supervised-process.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { readStackInfo, type StackInfo, writeStackInfo } from "./stack-file.ts";
import { builtPages } from "./web/built-pages.ts";

/** Told what the stack is doing. */
export interface StackProgress {
  /** Runs one step of the start, which takes seconds. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Something worth a line: a repair, a restart. */
  note(line: string): void;
}

/** A running stack. */
export interface Stack {
  readonly info: () => StackInfo;
  readonly secrets: Secrets;
  /** One of its programs, to stop and start it by hand; undefined when the stack runs without it. */
  program(name: ProgramName): SupervisedProcess | undefined;
  /** Stops everything in order: the door first, the database last. */
  stop(): Promise<void>;
}

/** How a stack differs from the usual one. */
export interface StackOptions {
  readonly environment: LocalEnvironment;
  readonly progress: StackProgress;
  /** Programs to leave out, as if they were down. */
  readonly without?: readonly ProgramName[];
  /** False leaves the pages out: the API alone. */
  readonly web?: boolean;
  /** For tests: a database that is quick and may be lost. */
  readonly ephemeral?: boolean;
}

/** What has been started, to be stopped the other way round. */
class Started {
  readonly #stops: (() => Promise<void>)[] = [];

  add<T>(thing: T, stop: () => Promise<void>): T {
    this.#stops.push(stop);
    return thing;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }
}

/**
 * Starts PostgreSQL, Unleash, the simulator, the services and the gateway on this machine, each when what it needs is
 * ready, and writes `stack.json`. What an earlier start left behind, data or processes, is found again.
 * @throws StackError (or an error of PostgreSQL or of a migration) in a sentence for the terminal; everything that was
 *   started is stopped before
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const started = new Started();
  try {
    return await start(options, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function start(options: StackOptions, started: Started): Promise<Stack> {
  const { environment, progress, without = [] } = options;
  const { home } = environment;
  await mkdir(path.join(home, "logs"), { recursive: true });
  const last = await readStackInfo(home);
  if (last) await stopOrphans(last, progress.note);

  const names = PROGRAM_NAMES.filter(
    (name) => !without.includes(name) && !(name === "simulator" && environment.model),
  );
  // PostgreSQL checks its own port: a server that an earlier start left running is taken over.
  const portNames: PortName[] = [...names, "issuer"];
  const ports = await freePorts(environment.ports, portNames);
  const secrets = await loadSecrets(home);

  const postgres = await progress.step("PostgreSQL", () => startDatabase(options, ports.postgres));
  started.add(postgres, () => postgres.stop());
  ports.postgres = postgres.port;
  const databases = await progress.step("Roles, databases, migrations", () => prepare(postgres, secrets));
  const provider = await startLocalProvider({
    port: ports.issuer,
    secrets,
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
  });
  started.add(provider, () => provider.close());

  const webDirectory = options.web === false ? undefined : await builtPages(progress);
  const surroundings: Surroundings = { environment, ports, secrets, databases, provider, webDirectory };
  const programs = new Map<ProgramName, SupervisedProcess>();
  const info = (): StackInfo => stackInfo(surroundings, postgres, tokens, programs);
  const record = () => writeStackInfo(home, info());
  const tokens = await readyTokens(secrets);
  for (const name of names) {
    programs.set(
      name,
      superviseProcess({
        ...programOptions(name, surroundings),
        onChange: (line) => {
          progress.note(line);
          record().catch((error: Error) => progress.note(`stack.json was not written: ${error.message}`));
        },
      }),
    );
  }
  started.add(home, () => rm(path.join(home, "stack.json"), { force: true }));
  await startPrograms(programs, progress, started);
  await record();
  return { info, secrets, program: (name) => programs.get(name), stop: () => started.stop() };
}

/** The first two have nothing to do with each other and with the services; the others wait for what they call. */
async function startPrograms(
  programs: ReadonlyMap<ProgramName, SupervisedProcess>,
  progress: StackProgress,
  started: Started,
): Promise<void> {
  const waves: ProgramName[][] = [["unleash", "simulator", "catalog"], ["generation"], ["gateway"]];
  for (const wave of waves) {
    const results = await Promise.allSettled(
      wave.map(async (name) => {
        const program = programs.get(name);
        if (!program) return;
        started.add(program, () => program.stop());
        await progress.step(name, () => program.start());
      }),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }
}

async function startDatabase(options: StackOptions, port: number): Promise<EmbeddedPostgres> {
  return await startEmbeddedPostgres({
    dataDirectory: path.join(options.environment.home, "postgres"),
    port,
    ephemeral: options.ephemeral ?? false,
    log: options.progress.note,
  });
}

async function prepare(postgres: EmbeddedPostgres, secrets: Secrets): Promise<DatabaseUrls> {
  const databases = await provision({ adminUrl: postgres.url, passwords: secrets.databasePasswords });
  await migrateLatest({ urls: { generation: databases.ownerUrl, catalog: databases.ownerUrl } });
  return databases;
}

async function readyTokens(secrets: Secrets): Promise<StackInfo["tokens"]> {
  return { api: await mintToken(secrets, everyRole(1, 7)), unleashAdmin: secrets.unleashAdminToken };
}

function stackInfo(
  { ports, databases, environment }: Surroundings,
  postgres: EmbeddedPostgres,
  tokens: StackInfo["tokens"],
  programs: ReadonlyMap<ProgramName, SupervisedProcess>,
): StackInfo {
  const url = (name: PortName) => `http://127.0.0.1:${ports[name]}`;
  const pids = [...programs.values()]
    .map((program) => [program.name, program.pid()])
    .filter(([, pid]) => pid);
  return {
    gatewayUrl: url("gateway"),
    unleashUrl: url("unleash"),
    ...(environment.model ? {} : { simulatorUrl: url("simulator") }),
    databaseUrls: {
      admin: postgres.url,
      owner: databases.ownerUrl,
      generation: databases.generationUrl,
      catalog: databases.catalogUrl,
    },
    tokens,
    pids: { supervisor: process.pid, ...Object.fromEntries(pids) },
  };
}
