import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Answer, faultInName } from "./answer.ts";

/** A folder that cannot be replayed; the message says which and why. */
class AnswersError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "AnswersError";
  }
}

/** The three examples that come with the simulator. */
export const EXAMPLES = join(import.meta.dirname, "../../answers");

const INDEX = "index.json";

async function readText(folder: string, file: string): Promise<string> {
  const bytes = await readFile(join(folder, file));
  try {
    // ignoreBOM keeps a byte order mark: what is sent must be the file to the byte.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AnswersError(
      `${file} in ${folder} is not UTF-8, so it cannot be sent as a model's answer.`,
      cause,
    );
  }
}

async function fileNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  } catch (cause) {
    throw new AnswersError(`The folder of answers ${folder} cannot be read.`, cause);
  }
}

/**
 * Every file of a folder as an answer, whatever its extension; subfolders are left out.
 * @throws AnswersError when the folder cannot be read, is empty, or a file is not UTF-8.
 */
export async function loadAnswers(folder: string): Promise<Answer[]> {
  const names = (await fileNames(folder)).sort();
  if (names.length === 0) throw new AnswersError(`There is no answer in ${folder}.`);
  return Promise.all(
    names.map(async (name) => ({
      name,
      text: await readText(folder, name),
      companies: [],
      fault: faultInName(name),
      posted: false,
    })),
  );
}

/** The examples, each with the company that `answers/index.json` gives it. */
export async function loadExamples(): Promise<Answer[]> {
  const companies = JSON.parse(await readText(EXAMPLES, INDEX)) as Record<string, string>;
  const answers = await loadAnswers(EXAMPLES);
  return answers
    .filter(({ name }) => name !== INDEX)
    .map((answer) => ({
      ...answer,
      companies: Object.keys(companies).filter((company) => companies[company] === answer.name),
    }));
}
