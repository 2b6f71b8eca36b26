import { countrySpecs, isValidIBAN } from "ibantools";
import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";

const opening = /(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}(?=[ \u00a0.-]{0,2}[A-Za-z0-9]{4})/gu;

/** International bank account numbers, solid or in groups, with their country's length and structure and the mod-97 check (ibantools). */
export const detectIbans: Detector = (text) => {
  const findings: Finding[] = [];
  for (const { 0: prefix, index } of everyMatch(opening, text)) {
    const length = countrySpecs[prefix.slice(0, 2).toUpperCase()]?.chars;
    const candidate = length ? readCharacters(text, index, length) : undefined;
    if (!candidate || !isValidIBAN(candidate.characters)) continue;
    findings.push({ start: index, end: candidate.end, kind: "iban", identity: candidate.characters });
  }
  return findings;
};

const separatorBeforeNext = /^[ \u00a0.-]{1,2}[A-Za-z0-9]/;

/** The next `length` letters and digits from `start`, one or two separators skipped; undefined when the text ends or goes on without a boundary. */
function readCharacters(
  text: string,
  start: number,
  length: number,
): { characters: string; end: number } | undefined {
  let characters = "";
  let end = start;
  while (characters.length < length) {
    const character = text.charAt(end);
    if (/[A-Za-z0-9]/.test(character)) characters += character;
    else if (!separatorBeforeNext.test(text.slice(end, end + 3))) return undefined;
    end++;
  }
  return /[\p{L}\p{N}]/u.test(text.charAt(end)) ? undefined : { characters: characters.toUpperCase(), end };
}
