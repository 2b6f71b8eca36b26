import type { Candidate } from "./locate.ts";
import { scan } from "./scan.ts";
import type { Shape } from "./shape.ts";

const COMMENT = /\/\*[\s\S]*?\*\/|(?:\/\/|#).*/g;

/**
 * Several values with nothing but commas or line ends between them, where a list may stand, are that list without
 * its brackets. The same value on two lines is rather one answer that came twice.
 */
export function listWithoutBrackets(
  text: string,
  candidates: readonly Candidate[],
  shape: Shape,
): Candidate | undefined {
  const [first] = candidates;
  if (first === undefined || candidates.length < 2 || !shape.admits("array")) return undefined;
  if (candidates.some((candidate) => candidate.scanned.outcome !== "complete" || candidate.fence !== null))
    return undefined;
  const seen = new Set<string>();
  let at = 0;
  let separator = ",";
  for (const candidate of candidates) {
    const gap = text
      .slice(at, candidate.start)
      .replaceAll(COMMENT, "")
      .replaceAll(/[ \t\r]/g, "");
    if (!/^\n*,?\n*$/.test(gap) || (at > 0 && gap === "")) return undefined;
    if (at > 0 && !gap.includes(",")) separator = "\n";
    seen.add(text.slice(candidate.start, candidate.end));
    at = candidate.end;
  }
  if (separator !== "," && seen.size < candidates.length) return undefined;
  const rest = text.slice(at).replaceAll(COMMENT, "").trim();
  if (rest !== "" && rest !== ",") return undefined;
  const scanned = scan(text, first.start, text.length, { asList: true });
  return scanned.outcome === "complete"
    ? { start: first.start, end: scanned.end, scanned, fence: null }
    : undefined;
}
