import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ClientFeatures, readClientFeatures } from "./client-features.ts";
import { isRecord } from "./json.ts";

/** Keeps the last definitions that Unleash gave, for a start while Unleash is dead. */
export interface LastKnownFile {
  /**
   * The kept definitions; undefined when there are none.
   * Synchronous, so that the values stand before anything can ask for them.
   *
   * @throws when the file is there and cannot be used.
   */
  read(): ClientFeatures | undefined;
  write(known: ClientFeatures): Promise<void>;
}

/** One file for an application and environment: `production` must never start from what `development` said. */
export function createLastKnownFile(options: {
  directory: string;
  appName: string;
  environment: string;
}): LastKnownFile {
  const name = `flags-${options.appName}-${options.environment}`.replaceAll(/[^\w.-]/g, "_");
  const path = join(options.directory, `${name}.json`);
  return {
    read() {
      const text = readIfPresent(path);
      return text === undefined ? undefined : readClientFeatures(JSON.parse(text));
    },

    async write(known) {
      await mkdir(dirname(path), { recursive: true });
      // Renamed into place: a process killed while writing leaves the previous file whole.
      const draft = `${path}.${randomUUID()}`;
      await writeFile(draft, JSON.stringify(known), { mode: 0o600 });
      await rename(draft, path);
    },
  };
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isRecord(error) && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
