import { resolve } from "node:path";
import type { MigrationEnvironment } from "./env.ts";

const DEFAULT_HOME = resolve(import.meta.dirname, "../../../../.vivero");

/** The folder of a local stack's data, where commands keep files of their own too: `VIVERO_HOME`, else `.vivero`. */
export function homeFolder({ VIVERO_HOME }: Pick<MigrationEnvironment, "VIVERO_HOME">): string {
  return resolve(VIVERO_HOME || DEFAULT_HOME);
}
