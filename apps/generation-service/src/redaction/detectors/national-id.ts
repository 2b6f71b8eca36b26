import { validate as isCuit } from "stdnum/lib/cjs/ar/cuit.js";
import { validate as isCpf } from "stdnum/lib/cjs/br/cpf.js";
import { validate as isRut } from "stdnum/lib/cjs/cl/rut.js";
import { validate as isDni } from "stdnum/lib/cjs/es/dni.js";
import { validate as isNie } from "stdnum/lib/cjs/es/nie.js";
import { validate as isCurp } from "stdnum/lib/cjs/mx/curp.js";
import { validate as isSsn } from "stdnum/lib/cjs/us/ssn.js";
import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { type Continuations, standingAlone } from "../joined-values.ts";
import { endingHere, isDocumentNumber, isQuantity, precedes } from "../surroundings.ts";

/** Words that introduce a national id, and what may stand between them and the number. */
const idLeadIn = endingHere(
  "(?<!\\p{L})(?:rut|run|r\\.u\\.[tn]\\.?|dni|d\\.n\\.i\\.?|n\\.?i\\.?f\\.?|nie|ssn|social security(?: number| no\\.?)?|seguridad social|c\\.?u\\.?i\\.?[tl]\\.?(?:/cui[tl])?|cpf|curp|" +
    "c[eé]dula(?: de identidad)?|(?:documento|carn[eé]t?) (?:nacional )?de identidad|identity (?:card|number)|national id)" +
    "(?:[ \\t_]{1,2}(?:n\\.?[º°o]\\.?|n[uú]mero|nro\\.?|number|es|is|é|del|d[aoe]|del[ae]|la|el|empresa|titular|trabajador[ae]?|sin gui[oó]n|sin puntos|y|of)){0,4}" +
    "[\"'`]?[ \\t:#.º°=(-]{0,3}[\"'`]?",
);

type Form = {
  /** One shape of writing, boundaries included. */
  shape: RegExp;
  /** Whether the compact number (letters upper case, no separators) is a valid one. */
  isValid: (compact: string) => boolean;
  /** `true`: the shape is too common to stand without its label. */
  needsLabel?: boolean;
};

const form = (body: string, isValid: Form["isValid"], needsLabel = false): Form => ({
  shape: new RegExp(`(?<![\\p{L}\\p{N}_])${body}(?![\\p{L}\\p{N}_])`, "giu"),
  isValid,
  needsLabel,
});
/** A longer code or number, an amount, a decimal, an address's path. A comma or a slash else is a list's. */
const longerCode: Continuations = {
  before: endingHere("[\\p{L}\\p{N}][.-]|[$€£+-]|(?<![\\p{N},.])0,|://[^\\s,;\"'<>]{0,200}/"),
  after: /[.-][\p{L}\p{N}]/uy,
};

const valid = (validate: (value: string) => { isValid: boolean }) => (compact: string) =>
  validate(compact).isValid;
const repeatsOneDigit = (compact: string): boolean => /^(\d)\1+$/.test(compact);
/** stdnum does not know the prefixes 25 and 26, which ARCA gives to persons too; the check digit is the same. */
const isCuitOrCuil = (compact: string): boolean =>
  valid(isCuit)(compact) ||
  (/^2[56]/.test(compact) && cuitCheckDigit(compact) === Number(compact.charAt(10)));
/** 20261110-9 reads as a date with a counter as well as a RUT. */
const looksLikeDate = (compact: string): boolean =>
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])./.test(compact);

const forms: readonly Form[] = [
  form("\\d{1,2}\\.\\d{3}\\.\\d{3}[-\u2010\u2011\u2013][\\dk]", valid(isRut)),
  form("\\d{1,2}\\.\\d{3}\\.\\d{3} [-\u2013] [\\dk]", valid(isRut), true),
  form("\\d{7,8}[-\u2010\u2011][\\dk]", (compact) => valid(isRut)(compact) && !looksLikeDate(compact)),
  form("\\d{7,8}[-\u2013]?[\\dk]", valid(isRut), true),
  form("(?:\\d{8}|\\d{2}\\.\\d{3}\\.\\d{3})[- ]?[a-z]", valid(isDni)),
  form("[xyz][- ]?\\d{7}[- ]?[a-z]", valid(isNie)),
  form("\\d{1,2}([. ])\\d{3}\\1\\d{3}(?!,\\d{1,2}(?!\\d))", () => true, true),
  form("\\d{7,8}", () => true, true),
  form("\\d{3}-\\d{2}-\\d{4}", valid(isSsn)),
  form("\\d{3}[ -]?\\d{2}[ -]?\\d{4}", valid(isSsn), true),
  form("\\d{2}-\\d{8}-\\d", isCuitOrCuil),
  form(
    "\\d{11}",
    (compact) => isCuitOrCuil(compact) || (valid(isCpf)(compact) && !repeatsOneDigit(compact)),
    true,
  ),
  form("\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}", (compact) => valid(isCpf)(compact) && !repeatsOneDigit(compact)),
  form("[a-z]{4}\\d{6}[hmx][a-z]{5}[a-z\\d]\\d", valid(isCurp)),
];

/**
 * National identity numbers whose check digits fit: RUT (Chile), DNI and NIE (Spain), CUIT and CUIL (Argentina), CPF (Brazil), CURP (Mexico), and
 * SSN (United States, issued ranges). Bare digits count only behind their label, and nothing counts behind a document's word.
 */
export const detectNationalIds: Detector = (text) => {
  const found = forms
    .flatMap((each) => findForm(text, each))
    .sort((left, right) => left.start - right.start || right.end - left.end);
  let end = 0;
  const apart = found.filter((finding) => {
    if (finding.start < end) return false;
    end = finding.end;
    return true;
  });
  return standingAlone(text, apart, () => longerCode);
};

function findForm(text: string, { shape, isValid, needsLabel }: Form): Finding[] {
  return everyMatch(shape, text).flatMap(({ 0: match, index }) => {
    const compact = match.replace(/[^\p{L}\d]/gu, "").toUpperCase();
    if (!isValid(compact)) return [];
    const labelled = precedes(idLeadIn, text, index);
    if (!labelled && (needsLabel || isDocumentNumber(text, index))) return [];
    if (needsLabel && isQuantity(text, index, index + match.length)) return [];
    return [{ start: index, end: index + match.length, kind: "national_id" as const, identity: compact }];
  });
}

/** Weights and modulus as in the annex of RG AFIP 10/1997. */
function cuitCheckDigit(compact: string): number {
  const weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(compact.charAt(index)), 0);
  const rest = 11 - (sum % 11);
  return rest === 11 ? 0 : rest === 10 ? 9 : rest;
}
