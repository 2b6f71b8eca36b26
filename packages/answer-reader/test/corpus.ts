import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Real answers and broken JSON that others wrote; on machines that have it, beside the repository. */
const CORPUS = new URL("../../../../shared/corpus/", import.meta.url);

/** The path of a folder of the corpus; undefined where there is none. */
export function corpusFolder(name: string): URL | undefined {
  const folder = new URL(`${name}/`, CORPUS);
  return existsSync(folder) ? folder : undefined;
}

/** All files of a folder, by name. */
export function filesIn(folder: URL): { name: string; text: string }[] {
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
}

/** The rows of a file of JSON lines. */
export function rowsOf<Row>(folder: URL, name: string): Row[] {
  const lines = readFileSync(new URL(name, folder), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
