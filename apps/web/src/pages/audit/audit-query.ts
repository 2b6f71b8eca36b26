import type { Query } from "../../api/client.ts";
import type { AuditSearch } from "./route.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function instant(day: string | undefined, time: string): string | undefined {
  if (!day || !DAY.test(day)) return undefined;
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** The page's filters as the API takes them: whole days of the reader's clock become instants. */
export function auditQuery({ event: _event, from, to, ...filters }: AuditSearch): Query {
  return { ...filters, from: instant(from, "00:00:00"), to: instant(to, "23:59:59.999") };
}
