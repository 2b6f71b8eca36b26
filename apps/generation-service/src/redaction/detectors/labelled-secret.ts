import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { type LabelledValue, readValue, valueForm, wholeValue } from "../labelled-value.ts";
import { isGroupedCode, isLongHexadecimal, isUuid, looksRandom } from "../randomness.ts";

/** Names of settings and parameters that hold a key; `sig` only as a parameter of an address. */
const label =
  /(?:api[ _-]?keys?|client[ _-]?secret|secret[ _-]?key|(?:secret[ _-]?)?access[ _-]?key|account[ _-]?key|shared[ _-]?key|(?:access?|auth|refresh|bot|id|session|personal)[ _-]?token|private[ _-]?key|encryption[ _-]?key|signing[ _-]?key|webhook[ _-]?secret|(?<=[a-z0-9])[_-]key|clave (?:de )?(?:la )?api|llave(?: (?:de )?(?:la )?api)?|credential|secret[eo]?|token(?: de (?:la )?(?:acceso|autenticaci[oó]n|api|servicio))?|x-(?:amz|goog)-signature|cookie["']?: ?[\w.-]{1,40}(?==)|(?<![\p{L}\d])(?:(?:php|j)?sess(?:ion)?(?:[_.-]?id)?|sid)(?==)|[?&;](?:sig|signature|code|key|auth)(?!_))(?!\p{L})/giu;
const assignment = /\\?["'`*_]{0,3}\s{0,3}(?::|=>?|→|->|\s(?:es|is)\s)\s{0,3}/y;
const apiKeyAhead = / (?=[\w-]{16})/y;
/** A UUID or a code in groups is a key behind these names; behind a mere "token" or "code" it may be any identifier. */
const surelySecret = /key|secret.|(?:access?|auth|refresh)|clave|llave/i;

/** Values that look random behind a name that says "key" (`api_key=…`, `"clientSecret": "…"`, `&sig=…`). The name stays. */
export const detectLabelledSecrets: Detector = (text) => {
  const findings: Finding[] = [];
  let end = 0;
  for (const { 0: name, index } of everyMatch(label, text)) {
    const position = index < end ? undefined : valuePosition(text, name, index + name.length);
    if (position === undefined) continue;
    const form = /^[?&]/.test(name) ? "parameter" : valueForm(text, index);
    const value = readValue(text, position, form);
    if (!value || !(isKey(value.text, name) || isSetting(text, index, name, value))) continue;
    const whole = wholeValue(text, value);
    findings.push({ start: whole.start, end: whole.end, kind: "secret", identity: whole.text });
    end = whole.end;
  }
  return findings;
};

/** Where the value of `name` begins: behind a sign that assigns it or, of an API key, behind a mere space. */
function valuePosition(text: string, name: string, afterName: number): number | undefined {
  const pattern = [assignment, apiKeyAhead].find((each) => {
    each.lastIndex = afterName;
    return (each === assignment || /^api.?key$/i.test(name)) && each.test(text);
  });
  return pattern?.lastIndex;
}

function isKey(value: string, name: string): boolean {
  if (isUuid(value) || isGroupedCode(value)) return surelySecret.test(name);
  return looksRandom(value) || isLongHexadecimal(value);
}

/** `JWT_SECRET=mi-secreto-largo`: a setting of this name holds one, random or not. A single word may as well describe it, and code name it. */
function isSetting(
  text: string,
  index: number,
  name: string,
  { text: value, quoted }: LabelledValue,
): boolean {
  const isName =
    /^SECRET(?:_KEY)?$/.test(name) && /[A-Z\d]_$/.test(text.slice(Math.max(0, index - 2), index));
  const isCode = !quoted && /[.()[\]{}]|^[A-Z\d_]+$/.test(value);
  return isName && value.length >= 8 && /[^\p{L}]/u.test(value) && !isCode;
}
