import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { GenerationRequest } from "@vivero/contracts";
import { StackError } from "../env.ts";
import { EXAMPLES, readExample } from "../seed-examples.ts";

/** One answer to take the whole way: what to ask so that the model gives it. */
export interface AnswerSource {
  readonly file: string;
  readonly request: GenerationRequest;
}

/** The three examples. */
export async function exampleSources(): Promise<AnswerSource[]> {
  return await Promise.all(EXAMPLES.map(async (name) => ({ file: name, request: await readExample(name) })));
}

/**
 * The files of a folder, taught to the simulator, which gives each byte for byte to whoever names it as the company.
 * @throws StackError when the folder cannot be read or holds no file
 */
export async function folderSources(
  folder: string,
  simulatorUrl: string | undefined,
): Promise<AnswerSource[]> {
  if (!simulatorUrl) throw new StackError("--answers needs the simulator: run without LLM_BASE_URL.");
  const files = await readFiles(folder);
  const example = await readExample(EXAMPLES[1]);
  for (const { name, text } of files) {
    const response = await fetch(`${simulatorUrl}/simulator/answers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, text }),
    });
    if (!response.ok) throw new StackError(`The simulator does not take ${name}: ${await response.text()}`);
  }
  return files.map(({ name }) => ({
    file: name,
    request: { ...example, identity: { ...example.identity, companyName: name } },
  }));
}

async function readFiles(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
    throw new StackError(`The folder ${folder} cannot be read: ${cause.message}.`);
  });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (names.length === 0) throw new StackError(`The folder ${folder} holds no file.`);
  return await Promise.all(
    names.sort().map(async (name) => ({ name, text: await readFile(path.join(folder, name), "utf8") })),
  );
}
