import { once } from "node:events";
import { createReadStream } from "node:fs";
import path from "node:path";
import { stderr, stdin, stdout } from "node:process";
import { buffer } from "node:stream/consumers";
import { Command, CommanderError, Option } from "commander";
import { answerLine } from "./src/answer/answer-line.ts";
import { formatReading, LANGUAGES, type Language } from "./src/answer/format-reading.ts";
import { judgeReading } from "./src/answer/judge-reading.ts";
import { linesOf } from "./src/answer/lines.ts";
import { decodeUtf8 } from "./src/answer/utf8.ts";
import { writeJson } from "./src/answer/write-json.ts";
import { OperationError } from "./src/command/operation-error.ts";
import { environment } from "./src/installation/env.ts";

const EXIT = { read: 0, wrongUsage: 1, refused: 2, invalid: 3 } as const;

const program = new Command("npm run read-answer --")
  .description(
    "Reads a model's answer to a scenario prompt: its value, every liberty taken, and where it breaks the contract.",
  )
  .argument("<file>", "a file with the answer's text in UTF-8, or - for standard input")
  .option(
    "--json",
    "print one JSON document: {value, journal, confidence, validation}, or {refused, reason, message, at, validation: null}",
  )
  .option(
    "--jsonl",
    "take lines {id, input, schema?} and answer each with {id, value, journal} or {id, refused, reason}; without a schema any JSON value will do",
  )
  .option("--strict", "refuse what could only be read with a risky liberty")
  .addOption(
    new Option("--lang <language>", "of the faults in the plain output; JSON has both")
      .choices(LANGUAGES)
      .default(environment.LANG?.startsWith("es") ? "es" : "en"),
  )
  .addHelpText(
    "after",
    "\nExit codes: 0 read; 1 wrong usage, no such file, or not UTF-8; 2 refused; 3 read, but invalid. With --jsonl: 0 every line was answered; 2 a line is no {id, input} or not UTF-8, which standard error tells, and the others were answered.",
  )
  .exitOverride();

interface Options {
  readonly json?: true;
  readonly jsonl?: true;
  readonly strict?: true;
  readonly lang: Language;
}

type Bytes = AsyncIterable<Buffer>;

async function print(text: string): Promise<void> {
  if (!stdout.write(`${text}\n`)) await once(stdout, "drain");
}

function complain({ message, next }: OperationError): void {
  stderr.write(`${message}\n${next.map((line) => `  -> ${line}\n`).join("")}`);
}

async function readOne(source: Bytes, { json, strict, lang }: Options): Promise<number> {
  const text = decodeUtf8(await buffer(source), "The text");
  const reading = judgeReading(text, strict ?? false);
  const { result, validation } = reading;
  await print(json ? writeJson({ ...result, validation }, 2) : formatReading(reading, lang));
  if (!validation) return EXIT.refused;
  return validation.valid ? EXIT.read : EXIT.invalid;
}

/** Standard output is only what was asked for, a line each; what is wrong goes to standard error. */
async function readLines(source: Bytes, { strict }: Options): Promise<number> {
  let number = 0;
  let code: number = EXIT.read;
  for await (const line of linesOf(source)) {
    number++;
    try {
      const answer = answerLine(line, `Line ${number}`, strict ?? false);
      if (answer !== "") await print(answer);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      complain(error);
      code = EXIT.refused;
    }
  }
  return code;
}

async function main(): Promise<number> {
  program.parse();
  const [file = "-"] = program.args;
  const options = program.opts<Options>();
  // npm changes the folder, and says in INIT_CWD where the person stands.
  const place = path.resolve(environment.INIT_CWD ?? process.cwd(), file);
  const source = file === "-" ? stdin : createReadStream(place);
  return options.jsonl ? await readLines(source, options) : await readOne(source, options);
}

/** Whoever reads the output may have seen enough: `| head -1` closes it, and the rest is not wanted. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}
stdout.on("error", endQuietly);
stderr.on("error", endQuietly);

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = EXIT.wrongUsage;
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.wrongUsage;
  else complain(error instanceof OperationError ? error : new OperationError((error as Error).message));
}
