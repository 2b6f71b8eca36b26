import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { type LabelledValue, readValue, valueForm, wholeValue } from "../labelled-value.ts";
import { isPasswordOfClave } from "./clave.ts";
import {
  describesPasswords,
  endsThere,
  hasStrongSign,
  isMixed,
  isPlain,
  isSurePassword,
} from "./password-shape.ts";

const label =
  /(?:contrase(?:[ñn]|ni)as?|pass(?:words?|wd|phrase|code)|pwd|senhas?|passwort|mot de passe|(?<!\p{L})(?:clave|pass|pin|psw|pw)|(?<=\bsshpass )-p|(?<=\s)(?:-u|--user)[ =]["']?[^\s:"'/]{1,64}(?=:))(?!\p{L})/giu;
/** Words between the label and its value: no digits, "@" or brackets, so that no other value is passed over. */
const separator =
  /[\p{L} _'()/-]{0,48}?(?:[`"'*_\\]{0,4}\s{0,3}(?::|=>?|→|->|\|)|\s(?:[-–—]|es|is|era|was|será)(?=\s)|['’]s(?=\s))[*_]{0,3}[ \t]{0,3}/uy;
const space = / {1,2}/y;
const wordsBeforeQuotes = /[\p{L} ]{0,24} (?=["'`«“])/uy;
/** `PGPASSWORD=abc`: what is assigned to it is one, whatever follows. */
const isSetting = /^PASSW(?:OR)?D$/;
const nextLine = /\r?\n[ \t]{0,4}/y;
const element = />([^<>\n]{1,200})<\//y;
const itemSeparator = /["'`»”]?(?:[,;] {0,2}| (?:y|and) )/y;
const longestLabel = 48;
const mostSeparators = 3;

/** Passwords, passphrases and PINs behind a label in Spanish, English, Portuguese, German or French. The label stays. */
export const detectPasswords: Detector = (text) => {
  const findings: Finding[] = [];
  let end = 0;
  for (const { 0: word, index } of everyMatch(label, text)) {
    if (index < end) continue;
    const place: Place = { text, word: word.toLowerCase(), index, afterLabel: index + word.length };
    for (const value of valuesBehind(place)) {
      if (value.start < end) break;
      findings.push({ start: value.start, end: value.end, kind: "password", identity: value.text });
      end = value.end;
    }
  }
  return findings;
};

function valuesBehind(place: Place): LabelledValue[] {
  const { text, word } = place;
  const first = valueInElement(place) ?? valueBehindSeparator(place) ?? valueBehindSpace(place);
  if (!first) return [];
  const values: LabelledValue[] = [];
  const several = /(?:as|words)$/.test(word);
  for (
    let value: LabelledValue | undefined = wholeValue(text, first);
    value;
    value = several ? nextItem(text, value) : undefined
  )
    values.push(value);
  return values;
}

/** A label in its text. */
type Place = { text: string; word: string; index: number; afterLabel: number };

/** The first value behind a colon, an equals sign, an arrow or "is" that gives a password away. */
function valueBehindSeparator(place: Place): LabelledValue | undefined {
  const { text, index, afterLabel } = place;
  separator.lastIndex = afterLabel;
  for (let tried = 0; tried < mostSeparators && separator.test(text); tried++) {
    const position = separator.lastIndex;
    const between = text.slice(afterLabel, position);
    if (/[\r\n]/.test(text.charAt(position))) return valueOnNextLine(text, position, between);
    const value = readValue(text, position, between === "=" ? valueForm(text, index) : "setting");
    if (!value || position - afterLabel > longestLabel) return undefined;
    if (isPassword(value, between, place)) return value;
    separator.lastIndex = position;
  }
  return undefined;
}

/** Only a value that has the line for itself and could be nothing else, behind a label that ends its own. */
function valueOnNextLine(text: string, position: number, between: string): LabelledValue | undefined {
  nextLine.lastIndex = position;
  const value =
    nextLine.test(text) && !/\p{L}/u.test(between) ? readValue(text, nextLine.lastIndex) : undefined;
  if (!value || !isSurePassword(value.text)) return undefined;
  return /^["'`]?[ \t]*(?:[\r\n]|$)/.test(text.slice(value.end, value.end + 4)) ? value : undefined;
}

/** `<password>…</password>`: all of it, spaces too. */
function valueInElement({ text, afterLabel }: Place): LabelledValue | undefined {
  element.lastIndex = afterLabel;
  const inside = element.exec(text)?.[1];
  const value = inside === undefined ? undefined : readValue(text, afterLabel + 1);
  if (inside === undefined || !value || describesPasswords.test(inside)) return undefined;
  return {
    start: afterLabel + 1,
    end: afterLabel + 1 + inside.length,
    text: inside,
    quoted: true,
    form: "setting",
  };
}

/** The next of several passwords behind one label: "passwords: Uno1234, Dos5678". */
function nextItem(text: string, { end }: LabelledValue): LabelledValue | undefined {
  itemSeparator.lastIndex = end;
  const value = itemSeparator.test(text) ? readValue(text, itemSeparator.lastIndex) : undefined;
  if (!value || !isSurePassword(value.text)) return undefined;
  itemSeparator.lastIndex = value.end;
  return endsThere(text, value.end) || itemSeparator.test(text) ? wholeValue(text, value) : undefined;
}

function isPassword(value: LabelledValue, between: string, { text, word, index }: Place): boolean {
  if (word === "pin") return /^\d{4,8}$/.test(value.text) && endsThere(text, value.end);
  if (word === "clave") return isPasswordOfClave(value, { text, index, between });
  const mixed = isMixed(value.text);
  const direct = !/[\p{L}()]|[-–—](?!>)/u.test(between);
  if (!direct)
    return mixed && /\p{Ll}/u.test(value.text) && (hasStrongSign(value.text) || endsThere(text, value.end));
  if (describesPasswords.test(value.text)) return false;
  if (between === "=" && isSetting.test(text.slice(index, index + word.length)))
    return value.text.length >= 3;
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
  if (value && word === "-p") return value;
  if (value && /^(?:contrase|senha)/.test(word) && isPlain(value.text) && /\d{4}/.test(value.text))
    return endsThere(text, value.end) ? value : undefined;
  if (!value || !isMixed(value.text) || !hasStrongSign(value.text)) return undefined;
  const certain =
    word !== "clave" || (/[\p{L}\d][!@$^*?~][\p{L}\d]/u.test(value.text) && endsThere(text, value.end));
  return certain ? value : undefined;
}
