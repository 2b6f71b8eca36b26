import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { type LabelledValue, readValue, valueForm, wholeValue } from "../labelled-value.ts";

const label =
  /(?:contrase[ñn]as?|pass(?:words?|wd|phrase|code)|pwd|senhas?|passwort|mot de passe|(?<!\p{L})(?:clave|pass|pin|psw|pw)|(?<=\s)(?:-u|--user)[ =]["']?[^\s:"'/]{1,64}(?=:))(?!\p{L})/giu;
/** Words between the label and its value: no digits, "@" or brackets, so that no other value is passed over. */
const separator =
  /[\p{L} _'()/-]{0,48}?(?:[`"'*_\\]{0,4}\s{0,3}(?::|=>?|→|->|\|)|\s(?:[-–—]|es|is|era|was|será)(?=\s)|['’]s(?=\s))[*_]{0,3}[ \t]{0,3}/uy;
const space = / {1,2}/y;
const wordsBeforeQuotes = /[\p{L} ]{0,24} (?=["'`«“])/uy;
const longestLabel = 48;
const mostSeparators = 3;

/** Passwords, passphrases and PINs behind a label in Spanish, English, Portuguese, German or French. The label stays. */
export const detectPasswords: Detector = (text) => {
  const findings: Finding[] = [];
  let end = 0;
  for (const { 0: word, index } of everyMatch(label, text)) {
    if (index < end) continue;
    const place: Place = { text, word: word.toLowerCase(), index, afterLabel: index + word.length };
    const value = valueBehindSeparator(place) ?? valueBehindSpace(place);
    if (!value || value.start < end) continue;
    const whole = wholeValue(text, value);
    findings.push({ start: whole.start, end: whole.end, kind: "password", identity: whole.text });
    end = whole.end;
  }
  return findings;
};

/** A label in its text. */
type Place = { text: string; word: string; index: number; afterLabel: number };

/** The first value behind a colon, an equals sign, an arrow or "is" that gives a password away. */
function valueBehindSeparator(place: Place): LabelledValue | undefined {
  const { text, index, afterLabel } = place;
  separator.lastIndex = afterLabel;
  for (let tried = 0; tried < mostSeparators && separator.test(text); tried++) {
    const position = separator.lastIndex;
    const between = text.slice(afterLabel, position);
    const value = readValue(text, position, between === "=" ? valueForm(text, index) : "setting");
    if (!value || position - afterLabel > longestLabel) return undefined;
    if (isPassword(value, between, place)) return value;
    separator.lastIndex = position;
  }
  return undefined;
}

function isPassword(value: LabelledValue, between: string, { text, word, index }: Place): boolean {
  const mixed = isMixed(value.text);
  if (word === "pin") return /^\d{4,8}$/.test(value.text) && endsThere(text, value.end);
  if (word === "clave") {
    const opensSomething =
      accessWord.test(between) || /usuario\s?[/y]\s?$/i.test(text.slice(Math.max(0, index - 12), index));
    return mixed && /\p{Ll}/u.test(value.text) && (opensSomething || hasStrongSign(value.text));
  }
  const direct = !/[\p{L}()]|[-–—](?!>)/u.test(between);
  if (!direct)
    return mixed && /\p{Ll}/u.test(value.text) && (hasStrongSign(value.text) || endsThere(text, value.end));
  if (describesPasswords.test(value.text)) return false;
  return value.quoted
    ? value.text.length >= 3
    : mixed || (endsThere(text, value.end) && value.text.length >= 4);
}

/**
 * "contraseña Lupita#55", "contraseña inicial «Lupita55»": without a separator only a value that could be nothing else, and none behind
 * "pass" and "pin", everyday words.
 */
function valueBehindSpace({ text, word, afterLabel }: Place): LabelledValue | undefined {
  if (word === "pass" || word === "pin") return undefined;
  wordsBeforeQuotes.lastIndex = afterLabel;
  const inQuotes = wordsBeforeQuotes.test(text) ? readValue(text, wordsBeforeQuotes.lastIndex) : undefined;
  if (inQuotes?.quoted && !/\s/.test(inQuotes.text) && isMixed(inQuotes.text) && word !== "clave")
    return inQuotes;
  space.lastIndex = afterLabel;
  const value = space.test(text) ? readValue(text, space.lastIndex) : undefined;
  if (!value || !isMixed(value.text) || !hasStrongSign(value.text)) return undefined;
  const certain =
    word !== "clave" || (/[\p{L}\d][!@$^*?~][\p{L}\d]/u.test(value.text) && endsThere(text, value.end));
  return certain ? value : undefined;
}

/** What a "clave" opens when it is a password; "clave" alone is just as often a code or "the key to …". */
const accessWord =
  /acceso|wi-?fi|correo|e?-?mail|portal|sistema|usuari[oa]|ingreso|admin|\bred\b|servidor|server|vpn|secreta|temporal|login|cuenta|banco|caja fuerte/i;

/** What people write behind "Password:" about passwords. */
const describesPasswords =
  /^(?:obligatori[oa]|requerid[oa]|opcional|required|optional|pendiente|pending|ningun[oa]?|vac[ií][oa]|empty|ok|s[ií]|no|yes|sin|see|ver|segur[oa]|d[eé]bil|fuerte|strong|weak|hidden|ocult[oa]|cifrad[oa]|encrypted|hashed|reset|cambiad[oa]|changed|igual|same|m[ií]nim[oa]|default|personal|secret[oa]|confidencial|confidential|caducad[oa]|vencid[oa]|expired|disabled|desactivad[oa]|enabled|string|texto?|boolean|number|varchar|campo|field)$/i;

/** Whether the value ends a line, a sentence or a list's item, and is not the first word of prose. */
function endsThere(text: string, end: number): boolean {
  return /^["'`*»”]{0,3}(?:[.,;)|}\]]|\s*(?:$|[\r\n;|(/]|[-–]))/.test(text.slice(end, end + 12));
}

const addressShape = /^[^@\s]+@(?:[^@\s]+\.\p{L}{2,}|\d[\d.]*)$/u;

/** Letters with a digit or a strong sign among them, at least five characters; no address of any sort. */
function isMixed(value: string): boolean {
  const address = value.includes("://") || (value.includes("@") && addressShape.test(value));
  return value.length >= 5 && !address && /\p{L}/u.test(value) && (/\d/.test(value) || hasStrongSign(value));
}

/** A sign that names and codes do not hold, or a digit between letters of different case. */
function hasStrongSign(value: string): boolean {
  return /[!@#$^*?~]/.test(value) || (/\p{Lu}/u.test(value) && /\p{Ll}\d+\p{L}|\p{Lu}\d+\p{Ll}/u.test(value));
}
