import { type AuditQuery, ViveroError } from "@vivero/contracts";
import type { Services } from "./services.ts";

/** An event as it comes over the wire. */
type AuditEvent = Awaited<ReturnType<Services["generation"]["audit"]["list"]["query"]>>["items"][number];

/** Where a page ended in each chain: events with smaller ids follow; null when the chain has no more. */
interface Position {
  readonly generation?: number | null;
  readonly catalog?: number | null;
}

const DEFAULT_LIMIT = 50;
const CHAINS = ["generation", "catalog"] as const;

function readCursor(cursor: string | undefined): Position {
  if (cursor === undefined) return {};
  const match = /^(\d{1,16}|-)\.(\d{1,16}|-)\.(g?c?)$/.exec(
    Buffer.from(cursor, "base64url").toString("latin1"),
  );
  if (!match)
    throw new ViveroError("INVALID_REQUEST", "The cursor is not one of ours; start again without it.");
  const [, generation, catalog, ended = ""] = match;
  const at = (text: string | undefined, letter: string) =>
    ended.includes(letter) ? { id: null } : text === "-" ? {} : { id: Number(text) };
  const generationAt = at(generation, "g").id;
  const catalogAt = at(catalog, "c").id;
  return {
    ...(generationAt === undefined ? {} : { generation: generationAt }),
    ...(catalogAt === undefined ? {} : { catalog: catalogAt }),
  };
}

function writeCursor(position: Position): string {
  const text = CHAINS.map((chain) => position[chain] ?? "-").join(".");
  const ended = `${position.generation === null ? "g" : ""}${position.catalog === null ? "c" : ""}`;
  return Buffer.from(`${text}.${ended}`, "latin1").toString("base64url");
}

const newestFirst = (a: AuditEvent, b: AuditEvent) =>
  b.occurredAt.localeCompare(a.occurredAt) || b.chain.localeCompare(a.chain) || b.id - a.id;

/**
 * One page of both chains merged by time, newest first. Each chain keeps its own order; the cursor remembers a place
 * in each, so that no event is shown twice or left out when new ones arrive between two pages.
 */
export async function mergedAuditPage(
  query: Omit<AuditQuery, "beforeId"> & { cursor?: string },
  services: Services,
): Promise<{ items: AuditEvent[]; nextCursor: string | null }> {
  const { cursor, limit = DEFAULT_LIMIT, ...filter } = query;
  const position = readCursor(cursor);
  const pages = await Promise.all(
    CHAINS.map(async (chain) => {
      const beforeId = position[chain];
      if (beforeId === null) return { chain, items: [], more: false };
      const page = await services[chain].audit.list.query({
        ...filter,
        limit,
        ...(beforeId ? { beforeId } : {}),
      });
      return { chain, ...page };
    }),
  );
  const items = pages
    .flatMap((page) => page.items)
    .sort(newestFirst)
    .slice(0, limit);
  const next: { -readonly [C in keyof Position]: Position[C] } = {};
  for (const page of pages) {
    const taken = items.filter(({ chain }) => chain === page.chain);
    const at = taken.at(-1)?.id ?? position[page.chain];
    const ended = !page.more && taken.length === page.items.length;
    if (ended) next[page.chain] = null;
    else if (at !== undefined) next[page.chain] = at;
  }
  const over = CHAINS.every((chain) => next[chain] === null);
  return { items, nextCursor: over ? null : writeCursor(next) };
}
