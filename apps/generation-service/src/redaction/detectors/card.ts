import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { type Continuations, standingAlone } from "../joined-values.ts";
import { endingHere, isDocumentNumber, precedes } from "../surroundings.ts";

/** Solid, or in the groups that brands print: 4-4-4-4(-3), 4-6-5 (American Express), 4-6-4 (Diners). */
const candidate =
  /(?<![\p{L}\p{N}_])(?:\d{13,19}|\d{4}([ \u00a0.-])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|3\d{3}([ \u00a0-])\d{6}\2\d{4,5})(?![\p{L}\p{N}_])/gu;
/** The three digits behind sixteen, which are the card's own only where it has nineteen. */
const lastGroup = /^(\d{4}\D\d{4}\D\d{4}\D\d{4})\D\d{3}$/;

/** A decimal point or comma, or a hyphenated code. */
const telling: Continuations = {
  before: endingHere("\\d[.-]|\\+|(?<![\\d,.])0,"),
  after: /[.-]\d/uy,
};
/** A row of figures too: it may have groups of four. */
const inFours: Continuations = {
  before: endingHere("\\d[ \\u00a0.-]|\\+|(?<![\\d,.])0,"),
  after: /[.-]\d|[ \u00a0-]\d{4}(?!\d)/uy,
};

/**
 * Issuer ranges and lengths (ISO/IEC 7812 as the networks publish them): Visa (16 and 19; its 13-digit form is gone and would take EAN
 * barcodes), Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro.
 */
const issuer =
  /^(?:4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:5018|5020|5038|6304|6759|676[1-3])\d{12})$/;
const cardWord = endingHere(
  "(?:tarjeta|card|visa|mastercard|amex|american express|pan)[\\p{L} _]{0,24}[\"'`]?[ \\t:=#º°.]{0,3}[\"'`]?",
);

/** Card numbers: an issuer's range and length, and the Luhn check. Solid ones behind a document's word ("pedido …") are that document's. */
export const detectCards: Detector = (text) => {
  const cards = everyMatch(candidate, text).flatMap(({ 0: match, index }) => {
    const written = [match, match.replace(lastGroup, "$1")].find(isCardNumber);
    return written === undefined ? [] : [cardAt(index, written)];
  });
  const continuationsOf = ({ start }: Finding) =>
    /^\d{4}\D\d{4}\D/.test(text.slice(start, start + 10)) ? inFours : telling;
  return standingAlone(text, cards, continuationsOf).filter(
    ({ start }) => !isDocumentNumber(text, start) || precedes(cardWord, text, start),
  );
};

function cardAt(start: number, written: string): Finding {
  return { start, end: start + written.length, kind: "card", identity: written.replace(/\D/g, "") };
}

function isCardNumber(written: string): boolean {
  const digits = written.replace(/\D/g, "");
  return issuer.test(digits) && passesLuhn(digits);
}

/** The check of ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
