import type { Detector, Finding } from "../finding.ts";
import { type LabelledValue, readValue } from "../labelled-value.ts";

const label =
  /(?:contrase[ñn]as?|pass(?:words?|wd|phrase|code)|pwd|senhas?|passwort|mot de passe|(?<!\p{L})(?:clave|pass|pin|psw))(?!\p{L})/giu;
/** Words between the label and its value: no digits, "@" or brackets, so that no other value is passed over. */
const separator =
  /[\p{L} _'()/-]{0,48}?(?:[`"'*_\\]{0,4}\s{0,3}(?::|=>?|→|->|\|)|\s(?:es|is|era|was|será)(?=\s))[*_]{0,3}[ \t]{0,3}/uy;
const space = / {1,2}/y;
const accessWord =
  /acceso|wi-?fi|correo|e?-?mail|portal|sistema|usuari[oa]|ingreso|admin|\bred\b|servidor|server|vpn|secreta|temporal|login|cuenta|banco|caja fuerte/i;

/** Passwords, passphrases and PINs behind a label in Spanish, English, Portuguese, German or French. The label stays. */
export const detectPasswords: Detector = (text) => {
  const findings: Finding[] = [];
  for (const match of text.matchAll(label)) {
    const value = valueBehind(text, match.index, match[0]);
    if (!value || value.start < (findings.at(-1)?.end ?? 0)) continue;
    findings.push({ start: value.start, end: value.end, kind: "password", identity: value.text });
  }
  return findings;
};

/** The first value behind the label at `index` that gives a password away. */
function valueBehind(text: string, index: number, word: string): LabelledValue | undefined {
  const afterLabel = index + word.length;
  const preceding = text.slice(Math.max(0, index - 12), index);
  let position = afterLabel;
  separator.lastIndex = position;
  while (separator.test(text)) {
    position = separator.lastIndex;
    const value = readValue(text, position);
    const between = text.slice(afterLabel, position);
    if (value && isPassword(value, word, preceding, between, text)) return value;
    if (value === undefined || position - afterLabel > 48) return undefined;
    separator.lastIndex = position;
  }
  space.lastIndex = afterLabel;
  const adjacent = space.test(text) ? readValue(text, space.lastIndex) : undefined;
  return adjacent && hasStrongSign(adjacent.text) && isMixed(adjacent.text) ? adjacent : undefined;
}

function isPassword(
  value: LabelledValue,
  word: string,
  preceding: string,
  between: string,
  text: string,
): boolean {
  if (value.text.includes("://") || /^[^@\s]+@[^@\s]+\.\p{L}{2,}$/u.test(value.text))
    return isDirect(between) && word.toLowerCase() !== "clave";
  if (/^pin$/i.test(word)) return /^\d{4,8}$/.test(value.text) && endsThere(text, value.end);
  if (/^clave$/i.test(word)) {
    const opensSomething = accessWord.test(between) || /usuario\s?[/y]\s?$/i.test(preceding);
    return opensSomething
      ? isMixed(value.text) && hasLowerCase(value.text)
      : hasStrongSign(value.text) && isMixed(value.text) && hasLowerCase(value.text);
  }
  if (!isDirect(between))
    return (
      isMixed(value.text) &&
      hasLowerCase(value.text) &&
      (hasStrongSign(value.text) || endsThere(text, value.end))
    );
  if (value.quoted) return value.text.length >= 3;
  return isMixed(value.text) || (endsThere(text, value.end) && isUnexplained(value.text));
}

/** Whether nothing but quotes, marks and the separator stands between label and value. */
function isDirect(between: string): boolean {
  return /^[^\p{L}]*$/u.test(between) && !/[()]/.test(between);
}

/** Whether the value is the end of a line, a sentence or a list's item, not the first word of prose. */
function endsThere(text: string, end: number): boolean {
  return /^(?:["'`*]{0,3}[.,;)|}\]]|["'`*]{0,3}\s*(?:$|[\r\n;|(/]|[-–]))/.test(text.slice(end, end + 12));
}

const describesPasswords =
  /^(?:obligatori[oa]|requerid[oa]|opcional|required|optional|pendiente|pending|ninguna?|vac[ií][oa]|empty|ok|s[ií]|no|yes|sin|see|ver|segur[oa]|d[eé]bil|fuerte|strong|weak|hidden|ocult[oa]|cifrad[oa]|encrypted|hashed|reset|cambiad[oa]|changed|igual|same|m[ií]nim[oa]|default|personal|secret[oa]|confidencial|confidential|caducad[oa]|vencid[oa]|expired|disabled|desactivad[oa]|enabled)$/i;

function isUnexplained(value: string): boolean {
  return /^[\p{L}\d][^\s]{3,}$/u.test(value) && !describesPasswords.test(value) && !/^\d{1,3}$/.test(value);
}

function isMixed(value: string): boolean {
  return (
    value.length >= 5 &&
    /\p{L}/u.test(value) &&
    (/\d/.test(value) || hasStrongSign(value)) &&
    !value.includes("://")
  );
}

function hasLowerCase(value: string): boolean {
  return /\p{Ll}/u.test(value);
}

/** A sign that names and codes do not hold, or a digit inside letters of both cases. */
function hasStrongSign(value: string): boolean {
  return /[!@#$^*?~]/.test(value) || (/\p{Lu}/u.test(value) && /\p{Ll}\d+\p{L}|\p{Lu}\d+\p{Ll}/u.test(value));
}
