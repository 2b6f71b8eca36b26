import { hash } from "node:crypto";
import { canonicalJson } from "../audit/canonical-json.ts";
import type { Backfill } from "./backfill.ts";
import type { PartPlan } from "./plan.ts";

/** What of a part's plan decides the hash of the whole. */
export type DecisivePart = Pick<PartPlan, "table" | "toWrite" | "columns" | "problems" | "digest">;

/** 16 hexadecimal digits over all that is decisive: which rows, with which values, and which rows have problems. */
export function planHash({ name }: Pick<Backfill, "name">, parts: readonly DecisivePart[]): string {
  return hash("sha256", canonicalJson({ name, parts: parts.map(decisive) })).slice(0, 16);
}

export function decisive({ table, toWrite, columns, problems, digest }: DecisivePart): DecisivePart {
  return { table, toWrite, columns, problems, digest };
}
