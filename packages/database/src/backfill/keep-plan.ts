import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Plan } from "./plan.ts";
import { type DecisivePart, decisive } from "./plan-hash.ts";
import type { SeenVersions } from "./seen-versions.ts";

/** The last line of a kept plan: what its rows are the plan of, and of which moment. */
export type KeptPlan = {
  readonly format: typeof KEPT_FORMAT;
  readonly hash: string;
  readonly counts: Plan["counts"];
  readonly parts: readonly DecisivePart[];
  readonly seen: SeenVersions;
};

/** Each other line: rows of a part, column by column, as the text of PostgreSQL's arrays. */
export type KeptPage = { readonly part: number; readonly columns: readonly string[] };

export const KEPT_FORMAT = 1;

/** Takes what a plan found, so that applying it need not find it again. */
export type PlanDraft = {
  /** Rows as `listedColumns` has them. */
  readonly addRows: (part: number, rows: readonly string[]) => Promise<void>;
  /** Puts it in the place of the plan that was kept before. */
  readonly keep: (plan: Plan, seen: SeenVersions) => Promise<void>;
  /** Leaves nothing of it; does nothing when it is kept. */
  readonly discard: () => Promise<void>;
};

/**
 * Begins to keep a plan as `file`: ids and hashes of its rows, and no value of them. Only this account may read it. A plan is
 * good without being kept: where the disk is full or the folder may not be written, it is not, and nothing fails.
 */
export async function draftPlan(file: string): Promise<PlanDraft> {
  const draft = `${file}.${randomUUID()}`;
  let handle: FileHandle | undefined = await openDraft(draft);

  async function discard(): Promise<void> {
    await handle?.close().catch(() => undefined);
    handle = undefined;
    await rm(draft, { force: true }).catch(() => undefined);
  }

  async function write(line: KeptPage | KeptPlan): Promise<void> {
    await handle?.appendFile(`${JSON.stringify(line)}\n`).catch(discard);
  }

  return {
    addRows: (part, rows) => write({ part, columns: columnsOf(rows) }),
    async keep({ hash, counts, parts }, seen) {
      await write({ format: KEPT_FORMAT, hash, counts, parts: parts.map(decisive), seen });
      if (handle === undefined) return;
      await rename(draft, file).catch(() => undefined);
      await discard();
    },
    discard,
  };
}

async function openDraft(draft: string): Promise<FileHandle | undefined> {
  try {
    await mkdir(path.dirname(draft), { recursive: true, mode: 0o700 });
    return await open(draft, "wx", 0o600);
  } catch {
    return undefined;
  }
}

/** Numbers and `NULL` need no quotes in an array. */
function columnsOf(rows: readonly string[]): string[] {
  const columns: string[][] = [];
  for (const row of rows) {
    for (const [index, value] of row.split(",").entries()) {
      const column = columns[index];
      if (column === undefined) columns[index] = [value];
      else column.push(value);
    }
  }
  return columns.map((values) => `{${values.join(",")}}`);
}
