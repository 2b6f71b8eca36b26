import { createReadStream, readFileSync } from "node:fs";
import path from "node:path";
import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { type JsonSchema, type ReadResult, readAnswer } from "@vivero/answer-reader";
import { scenarioAnswerErrors, scenarioAnswerSchema, scenarioAnswerWarnings } from "@vivero/contracts";
import { Command, CommanderError } from "commander";

const EXIT = { read: 0, wrongUsage: 1, refused: 2, invalid: 3 } as const;

const program = new Command("npm run read-answer --")
  .description(
    "Reads a model's answer to a scenario prompt: its value, every liberty taken, and where it breaks the contract.",
  )
  .argument("<file>", "a file with the answer's text, or - for standard input")
  .option("--json", "print one JSON document")
  .option(
    "--jsonl",
    "take lines {id, input, schema?} and answer each with {id, value, journal} or {id, refused, reason}; without a schema any JSON value will do",
  )
  .option("--strict", "refuse what could only be read with a risky liberty")
  .addHelpText(
    "after",
    "\nExit codes: 0 read; 1 wrong usage; 2 refused; 3 read, but invalid. With --jsonl: 0 every line was answered; 2 a line is no {id, input}.",
  )
  .exitOverride();

interface Options {
  readonly json?: true;
  readonly jsonl?: true;
  readonly strict?: true;
}

const print = (text: string) => void stdout.write(`${text}\n`);

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").slice(0, 120) || "nothing";

/** The journal as lines for people: where, what, from what to what. */
function describe(result: ReadResult): string {
  if ("refused" in result) {
    return `Refused (${result.reason}) at line ${result.at.line}, column ${result.at.column}: ${result.message}`;
  }
  const liberties = result.journal.map(
    ({ at, path, kind, before, after, severity }) =>
      `  ${at.line}:${at.column} ${severity} ${kind} ${path || "(whole)"}: ${oneLine(before)} -> ${oneLine(after)}`,
  );
  return [JSON.stringify(result.value, null, 2), "", `Liberties: ${liberties.length}`, ...liberties].join(
    "\n",
  );
}

function readOne(text: string, { json, strict }: Options): number {
  const result = readAnswer(text, scenarioAnswerSchema() as unknown as JsonSchema, {
    strict: strict ?? false,
  });
  const errors = "refused" in result ? [] : scenarioAnswerErrors(result.value);
  const warnings = "refused" in result ? [] : scenarioAnswerWarnings(result.value);
  if (json)
    print(
      JSON.stringify({ ...result, validation: { valid: errors.length === 0, errors, warnings } }, null, 2),
    );
  else {
    print(describe(result));
    if (!("refused" in result)) print(`\nBreaks the contract: ${errors.length === 0 ? "nowhere" : ""}`);
    for (const { path, message } of warnings) print(`  warning: ${path} ${message}.`);
    for (const { path, message, hint } of errors)
      print(`  ${path || "(whole)"} ${message}.${hint ? ` ${hint}` : ""}`);
  }
  if ("refused" in result) return EXIT.refused;
  return errors.length > 0 ? EXIT.invalid : EXIT.read;
}

interface Line {
  readonly id: unknown;
  readonly input: string;
  readonly schema?: JsonSchema;
}

function parseLine(line: string): Line | undefined {
  try {
    const value = JSON.parse(line) as Partial<Line> | null;
    return typeof value?.input === "string" && value.id !== undefined ? (value as Line) : undefined;
  } catch {
    // The caller says which line it was.
    return undefined;
  }
}

/** Standard output is only what was asked for, a line each; what is wrong goes to standard error. */
async function readLines(source: NodeJS.ReadableStream, { strict }: Options): Promise<number> {
  let number = 0;
  let code: number = EXIT.read;
  for await (const text of createInterface({ input: source })) {
    number++;
    if (text.trim() === "") continue;
    const line = parseLine(text);
    if (!line) {
      process.stderr.write(`Line ${number} is no {id, input, schema?}.\n`);
      code = EXIT.refused;
      continue;
    }
    const result = readAnswer(line.input, line.schema ?? {}, { strict: strict ?? false });
    print(JSON.stringify({ id: line.id, ...result }));
  }
  return code;
}

async function main(): Promise<number> {
  program.parse();
  const [file = "-"] = program.args;
  const options = program.opts<Options>();
  // npm changes the folder, and says in INIT_CWD where the person stands.
  const place = path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
  if (options.jsonl) return await readLines(file === "-" ? stdin : createReadStream(place), options);
  return readOne(readFileSync(file === "-" ? stdin.fd : place, "utf8"), options);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.wrongUsage;
  else {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = EXIT.wrongUsage;
  }
}
