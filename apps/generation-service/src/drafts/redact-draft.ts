import type { DraftRequest } from "@vivero/contracts";
import { countByKind, type RedactionCount } from "../redaction/redact.ts";
import { redactJson } from "../redaction/redact-json.ts";
import { findPlaceholders } from "../redaction/redaction-kind.ts";

/** Every text of a JSON value, however deep; a draft's depth is bounded by its contract. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/**
 * The answers as they may be stored, and what stands replaced in them. What an earlier save replaced counts too: the page
 * sends back what it was given. Pure.
 */
export function redactDraft(request: DraftRequest): { request: DraftRequest; redactions: RedactionCount[] } {
  const redacted = redactJson(request).value;
  return {
    request: redacted,
    redactions: countByKind(textsOf(redacted).flatMap((text) => findPlaceholders(text))),
  };
}
