import { userInfo } from "node:os";
import path from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { applyBackfill } from "../backfill/apply-backfill.ts";
import { reasonOf } from "../backfill/attempt-batch.ts";
import type { Backfill } from "../backfill/backfill.ts";
import { BackfillError, type BackfillFailure } from "../backfill/backfill-error.ts";
import { cancelBackfill, pauseBackfill, readStatus, resumeBackfill } from "../backfill/control-backfill.ts";
import { DEFAULT_PACE, type Pace } from "../backfill/pace.ts";
import { planBackfill } from "../backfill/plan-backfill.ts";
import { planUndo } from "../backfill/plan-undo.ts";
import type { RunOutcome } from "../backfill/run-outcome.ts";
import { undoBackfill } from "../backfill/undo-backfill.ts";
import { verifyBackfill } from "../backfill/verify-backfill.ts";
import { type Database, openDatabase } from "../connection/open-database.ts";
import { displayProgress, type ProgressStream } from "./backfill-progress.ts";
import {
  formatPlan,
  formatStatus,
  formatUndoPlan,
  formatVerification,
  presentPlan,
  presentVerification,
} from "./backfill-report.ts";
import { env } from "./env.ts";
import { homeFolder } from "./home.ts";
import { NoDatabaseError } from "./migration-urls.ts";
import { ownerUrls } from "./owner-urls.ts";

/** What a command works with; the process's own by default. */
export type CommandSurroundings = {
  /** What an operator types for this backfill, like `npm run backfill --`. */
  typed: string;
  stdout?: ProgressStream;
  stderr?: { write(text: string): unknown };
};

const EXIT_CODES = `
Exit codes:
  0  done; verified; shown
  1  it failed, or verifying found differences
  2  the command line is wrong
  3  no database is named, or it does not answer
  4  another runner is at work, or the state it is in does not allow this
  5  the data do not give the plan that was approved, or none was approved
  6  it was stopped or cancelled before its end`;

const EXIT_CODE_BY_FAILURE: Record<BackfillFailure, number> = {
  busy: 4,
  "not-ready": 1,
  "plan-changed": 5,
  "no-plan": 5,
  unfinished: 4,
  refused: 4,
  stuck: 1,
};

type Options = { json?: true };
type RunOptions = Options & { plan?: string; by: string; user?: number; maxLoad?: string } & Record<
    keyof typeof NUMBERS,
    number
  >;

/** The numbers of a pace as options, each with what it is. */
const NUMBERS = {
  targetMs: "how long a batch should last",
  lanes: "batches at a time, each on a connection of its own",
  pauseMs: "between two batches",
  lockTimeoutMs: "how long a batch waits for a row that somebody holds, before it lets go and tries again",
  batchTimeoutMs: "a batch that lasts longer is taken back and halved",
  maxReplicaLagSeconds: "wait while a replica is further behind; 0: do not look",
  maxTransactionSeconds: "wait while a transaction of somebody else is older; 0: do not look",
} as const satisfies Partial<Record<keyof Pace, string>>;

/**
 * Runs an operator's command on a backfill: plan (the default), apply, status, pause, resume, cancel, verify, undo.
 *
 * @param args without the program's own two
 * @returns the exit code, as `--help` explains it
 */
export async function runBackfillCommand(
  backfill: Backfill,
  args: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> {
  const { stdout = process.stdout, stderr = process.stderr, typed } = surroundings;
  let exitCode = 0;
  const program = buildProgram({ backfill, typed, stdout, stderr, leave: (code) => (exitCode = code) });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    stderr.write(`${reasonOf(error)}\n`);
    return exitCodeFor(error);
  }
}

function exitCodeFor(error: unknown): number {
  if (error instanceof BackfillError) return EXIT_CODE_BY_FAILURE[error.reason];
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return error instanceof NoDatabaseError || /^E[A-Z]+$/.test(code) ? 3 : 1;
}

type Context = {
  backfill: Backfill;
  typed: string;
  stdout: ProgressStream;
  stderr: { write(text: string): unknown };
  leave: (code: number) => void;
};

function buildProgram(context: Context): Command {
  const { backfill } = context;
  // Settings before commands: those inherit them when they are made.
  const program = new Command(context.typed)
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
    })
    .exitOverride()
    .description(`The backfill ${backfill.name}: shows what it would do, does it in batches, takes it back.`)
    .addHelpText(
      "after",
      `
What plan finds is kept in .vivero/backfill-plans (VIVERO_HOME), as ids and hashes: while nothing at all was written to the tables
since, apply takes it from there; else it makes the plan again and compares.

The database: MIGRATION_DATABASE_URL (the owner's), or ${backfill.schema.toUpperCase()}_MIGRATION_DATABASE_URL and its sister for
two databases, else the local stack that \`npm start\` runs.
${EXIT_CODES}`,
    );
  addReading(program, context);
  addOrders(program, context);
  addRun(
    program,
    context,
    "apply",
    "Do what a plan says; without --plan, go on with a run that was stopped.",
  );
  const undo = program.command("undo").description("Take back what the backfill wrote, and nothing else.");
  undo
    .command("plan", { isDefault: true })
    .description("Show what would be taken back, and its plan hash. Changes nothing.")
    .option("--json", "print one JSON document")
    .action(async ({ json }: Options) => {
      const plan = await withDatabase(backfill, ({ knex }) => planUndo(knex, backfill));
      print(context, json ? plan : formatUndoPlan(plan, context.typed));
    });
  addRun(undo, context, "apply", "Take it back; without --plan, go on with an undo that was stopped.");
  return program;
}

function addReading(program: Command, context: Context): void {
  const { backfill, typed } = context;
  program
    .command("plan", { isDefault: true })
    .description("Count exactly, show samples before and after, and the plan hash. Changes nothing.")
    .option("--json", "print one JSON document")
    .action(async ({ json }: Options) => {
      const plan = await withDatabase(backfill, ({ knex }) =>
        planBackfill(knex, backfill, { keepIn: plansFolder() }),
      );
      print(context, json ? presentPlan(backfill, plan) : formatPlan(backfill, plan, typed));
    });
  program
    .command("verify")
    .description("Compare every filled row with its source. Changes nothing.")
    .option("--json", "print one JSON document")
    .action(async ({ json }: Options) => {
      const found = await withDatabase(backfill, ({ knex }) => verifyBackfill(knex, backfill));
      print(context, json ? presentVerification(backfill, found) : formatVerification(backfill, found));
      context.leave(found.verified ? 0 : 1);
    });
}

function addOrders(program: Command, context: Context): void {
  const orders = [
    ["status", "Show how far it is.", readStatus],
    ["pause", "Hold the runner back after the batch that it is at.", pauseBackfill],
    ["resume", "Let a paused runner go on.", resumeBackfill],
    ["cancel", "End the run for good; what is written stays, the rest needs a new plan.", cancelBackfill],
  ] as const;
  for (const [name, description, act] of orders) {
    program
      .command(name)
      .description(description)
      .option("--json", "print one JSON document")
      .action(async ({ json }: Options) => {
        const status = await withDatabase(context.backfill, ({ knex }) => act(knex, context.backfill));
        print(context, json ? status : formatStatus(status));
      });
  }
}

function addRun(parent: Command, context: Context, name: string, description: string): void {
  const command = parent
    .command(name)
    .description(description)
    .option("--plan <hash>", "the plan that you have looked at")
    .option("--by <name>", "who does it, for the record", userInfo().username)
    .option(
      "--user <id>",
      "your own user id, for audit events; else they name the platform's operator",
      wholeNumber,
    )
    .option("--max-load <sql>", "wait while this query gives true")
    .option("--json", "JSON lines, on a terminal too");
  for (const [key, meaning] of Object.entries(NUMBERS)) {
    const flag = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.option(`--${flag} <number>`, meaning, wholeNumber, DEFAULT_PACE[key as keyof typeof NUMBERS]);
  }
  const undoes = parent.name() === "undo";
  command.action((options: RunOptions) => run(context, options, undoes ? undoBackfill : applyBackfill));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

/** Ctrl-C and SIGTERM end it after the batches that are at work; the next `apply` goes on. */
async function run(context: Context, options: RunOptions, act: typeof applyBackfill): Promise<void> {
  const { backfill, stdout } = context;
  const { plan, by, user, json, maxLoad } = options;
  const stop = new AbortController();
  const abort = () => stop.abort();
  const display = displayProgress(stdout, json ? { lines: true } : {});
  const numbers = Object.fromEntries(
    Object.keys(NUMBERS).map((key) => [key, options[key as keyof typeof NUMBERS]]),
  ) as Record<keyof typeof NUMBERS, number>;
  process.on("SIGINT", abort).on("SIGTERM", abort);
  try {
    const outcome = await act({
      url: await databaseUrl(backfill),
      backfill,
      by,
      userId: user,
      plan,
      plansIn: plansFolder(),
      pace: { ...numbers, lanes: Math.max(1, numbers.lanes), maxLoad },
      signal: stop.signal,
      onProgress: display.show,
      onNotice: (notice) => void context.stderr.write(`${notice}\n`),
    }).finally(display.end);
    print(context, json || !stdout.isTTY ? JSON.stringify(outcomeLine(outcome)) : outcomeText(outcome));
    context.leave(outcome.end === "finished" ? 0 : 6);
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}

function outcomeLine({ end, activity, run: number, register }: RunOutcome): object {
  return { event: end, at: new Date().toISOString(), activity, run: number, counts: register.counts };
}

function outcomeText({ end, register: { name, counts }, activity }: RunOutcome): string {
  const done =
    activity === "apply" ? `${counts.written ?? 0} rows written` : `${counts.takenBack ?? 0} rows taken back`;
  const rest = [
    ...(counts.skipped ? [`${counts.skipped} skipped, as they had changed since the plan`] : []),
    ...(counts.changedSince ? [`${counts.changedSince} values left, as somebody changed them since`] : []),
    ...(end === "finished"
      ? []
      : [end === "stopped" ? "the next apply goes on from here" : "the rest was given up"]),
  ];
  return `${name} ${end}: ${[done, ...rest].join("; ")}.`;
}

function print({ stdout }: Context, what: object | string): void {
  stdout.write(`${typeof what === "string" ? what : JSON.stringify(what, null, 2)}\n`);
}

/** What `plan` finds lies there for an `apply` of the same machine. */
function plansFolder(): string {
  return path.join(homeFolder(env), "backfill-plans");
}

async function databaseUrl({ schema }: Backfill): Promise<string> {
  return (await ownerUrls())[schema];
}

async function withDatabase<T>(backfill: Backfill, work: (database: Database) => Promise<T>): Promise<T> {
  const url = await databaseUrl(backfill);
  const database = openDatabase({ url, applicationName: "vivero-backfill", poolSize: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
