import type { Detector, Finding } from "../finding.ts";
import { readValue } from "../labelled-value.ts";
import { isUuid, looksRandom } from "../randomness.ts";

/** Names of settings and parameters that hold a key; `sig` only as a parameter of an address. */
const label =
  /(?:api[ _-]?keys?|client[ _-]?secret|secret[ _-]?key|(?:secret[ _-]?)?access[ _-]?key|account[ _-]?key|shared[ _-]?key|(?:access|auth|refresh|bot|id|session|personal)[ _-]?token|private[ _-]?key|encryption[ _-]?key|signing[ _-]?key|webhook[ _-]?secret|clave (?:de )?(?:la )?api|llave(?: (?:de )?(?:la )?api)?|credential|secret[eo]?|token|[?&;](?:sig|signature|code|key|auth))(?!\p{L})/giu;
const assignment = /\\?["'`*_]{0,3}\s{0,3}(?::|=>?|→|->|\s(?:es|is)\s)\s{0,3}/y;
/** A UUID behind these is a key; behind a mere "token" or "secret" it may be any identifier. */
const surelySecret = /key|secret.|(?:access|auth|refresh)|clave|llave/i;

/** Values that look random behind a name that says "key" (`api_key=…`, `"clientSecret": "…"`, `&sig=…`). The name stays. */
export const detectLabelledSecrets: Detector = (text) => {
  const findings: Finding[] = [];
  for (const match of text.matchAll(label)) {
    assignment.lastIndex = match.index + match[0].length;
    if (!assignment.test(text)) continue;
    const value = readValue(
      text,
      assignment.lastIndex,
      /^[?&]/.test(text.charAt(match.index - 1) + match[0]) ? "parameter" : "setting",
    );
    if (!value || value.start < (findings.at(-1)?.end ?? 0)) continue;
    const secret = isUuid(value.text) ? surelySecret.test(match[0]) : looksRandom(value.text);
    if (secret) findings.push({ start: value.start, end: value.end, kind: "secret", identity: value.text });
  }
  return findings;
};
