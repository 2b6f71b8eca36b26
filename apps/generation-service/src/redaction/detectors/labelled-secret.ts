import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { readValue, valueForm, wholeValue } from "../labelled-value.ts";
import { isGroupedCode, isUuid, looksRandom } from "../randomness.ts";

/** Names of settings and parameters that hold a key; `sig` only as a parameter of an address. */
const label =
  /(?:api[ _-]?keys?|client[ _-]?secret|secret[ _-]?key|(?:secret[ _-]?)?access[ _-]?key|account[ _-]?key|shared[ _-]?key|(?:access?|auth|refresh|bot|id|session|personal)[ _-]?token|private[ _-]?key|encryption[ _-]?key|signing[ _-]?key|webhook[ _-]?secret|(?<=[a-z0-9])[_-]key|clave (?:de )?(?:la )?api|llave(?: (?:de )?(?:la )?api)?|credential|secret[eo]?|token(?: de (?:la )?(?:acceso|autenticaci[oó]n|api|servicio))?|[?&;](?:sig|signature|code|key|auth)(?!_))(?!\p{L})/giu;
const assignment = /\\?["'`*_]{0,3}\s{0,3}(?::|=>?|→|->|\s(?:es|is)\s)\s{0,3}/y;
/** A UUID or a code in groups is a key behind these names; behind a mere "token" or "code" it may be any identifier. */
const surelySecret = /key|secret.|(?:access?|auth|refresh)|clave|llave/i;

/** Values that look random behind a name that says "key" (`api_key=…`, `"clientSecret": "…"`, `&sig=…`). The name stays. */
export const detectLabelledSecrets: Detector = (text) => {
  const findings: Finding[] = [];
  let end = 0;
  for (const { 0: name, index } of everyMatch(label, text)) {
    assignment.lastIndex = index + name.length;
    if (index < end || !assignment.test(text)) continue;
    const form = /^[?&]/.test(name) ? "parameter" : valueForm(text, index);
    const value = readValue(text, assignment.lastIndex, form);
    if (!value || !isKey(value.text, name)) continue;
    const whole = wholeValue(text, value);
    findings.push({ start: whole.start, end: whole.end, kind: "secret", identity: whole.text });
    end = whole.end;
  }
  return findings;
};

function isKey(value: string, name: string): boolean {
  if (isUuid(value) || isGroupedCode(value)) return surelySecret.test(name);
  return looksRandom(value);
}
