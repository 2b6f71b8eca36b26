import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Detector, Finding } from "../finding.ts";
import { endingHere, isDocumentNumber, isQuantity, precedes } from "../surroundings.ts";

const run =
  /(?<![\p{L}\p{N}_#$€£@-]|\d[.,:/])\(?(?:\+\(?|00(?=[1-9]))?\d(?:[ \u00a0().\u2010\u2011-]{0,3}\d){6,15}/gu;
const goesOn = /[\p{L}\p{N}_%@]|[.,:/-]\d/uy;

const phoneLeadIn = endingHere(
  "(?:(?<!\\p{L})(?:tel[eé]fonos?|tel(?:[eé]?f)?|tfno|tlfn?o?|fonos?|fijo|cel|celular(?:es)?|m[oó]vil(?:es)?|mobile|cell(?:phone)?|phones?|telephone|whats ?app|wsp|wa|fax|" +
    "ll[aá]m(?:ame|adme|enos|anos|ar|en|e)|llamadas? al|call|dial|contact(?:o|ar)?|guardia|n[uú]mero de contacto)|wa\\.me/)" +
    "(?:[ \\t]{1,2}(?:al?|en|at|on|is|es|me|us|number|n[uú]mero|n\\.?[º°o]\\.?|del?|la|el|contacto|directo|personal|oficina|fijo|m[oó]vil|pmo|rrhh)){0,4}" +
    "[\"'`*]{0,3}[ \\t:.=º°#-]{0,3}[\"'`]?",
);
const joint = "[)>\"'`]?[ \\t]?(?:[,;/|(–-]|o|y|or|and)?[ \\t]?";
const betweenContacts = new RegExp(`^${joint}$`, "iu");
const contactPlaceholder = endingHere(`\\[(?:EMAIL|PHONE)_\\d{1,6}\\]${joint}`);

/** Ways of writing that amounts, dates and codes do not use, by the lengths of the groups, with the countries that use them. */
const telling: Readonly<Record<string, readonly CountryCode[]>> = {
  "2-3-2-2": ["ES"],
  "3-2-2-2": ["ES"],
  "1-4-4": ["CL"],
  "2-4-4": ["MX", "AR"],
  "3-4-4": ["AR"],
  "3-2-4-4": ["AR"],
};
const tellingWithSigns: Readonly<Record<string, readonly CountryCode[]>> = {
  "3-3-4": ["US", "MX"],
  "1-3-3-4": ["US"],
  "2-3-4": ["CL"],
};

/** Countries whose national numbers have this many digits, trunk prefixes included. */
const countriesByLength: Readonly<Record<number, readonly CountryCode[]>> = {
  9: ["ES", "CL"],
  10: ["US", "MX", "AR"],
  11: ["US", "AR"],
  12: ["AR"],
  13: ["AR"],
};

/**
 * Telephone numbers that libphonenumber holds for valid: international ones of any country, national ones of Spain, Chile, Argentina, Mexico and the
 * United States behind a label, beside another contact, or written in groups that only phones have. The same number is the same value
 * with and without its country code.
 */
export const detectPhones: Detector = (text, found) => {
  const phones: Finding[] = [];
  let next = 0;
  for (const { 0: raw, index } of text.matchAll(run)) {
    while ((found[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next++;
    if ((found[next]?.start ?? Number.POSITIVE_INFINITY) < index + raw.length) continue;
    const phone = longestPhone(text, index, raw, [found[next - 1], phones.at(-1)]);
    if (phone) phones.push({ ...phone, kind: "phone" });
  }
  return phones;
};

/** What was found last before a number. */
type Neighbours = readonly (Finding | undefined)[];

/** Whether an e-mail address, a phone or the placeholder of one stands right before `start`: numbers beside a contact are phones. */
function followsContact(text: string, start: number, neighbours: Neighbours): boolean {
  const adjoins = neighbours.some(
    (neighbour) =>
      neighbour !== undefined &&
      /^(?:email|phone)$/.test(neighbour.kind) &&
      start - neighbour.end <= 6 &&
      betweenContacts.test(text.slice(neighbour.end, start)),
  );
  return adjoins || precedes(contactPlaceholder, text, start);
}

type Phone = { start: number; end: number; identity: string };

/** The run itself when it is a phone, else what is left when trailing groups go ("+56 9 8765 4321 2027"); at most three groups are cut off. */
function longestPhone(text: string, index: number, raw: string, neighbours: Neighbours): Phone | undefined {
  let candidate = raw;
  for (let cut = 0; cut <= 3; cut++) {
    // A cut must leave a whole number: solid, international or in telling groups, not the head of some other writing.
    const whole = cut === 0 || /^\(?\+|^\d+$/.test(candidate) || tellingCountries(candidate) !== undefined;
    const phone = whole ? readPhone(text, index, candidate, neighbours) : undefined;
    if (phone) return phone;
    const shorter = candidate.replace(/[ \u00a0]+\S+$/, "");
    if (shorter === candidate) return undefined;
    candidate = shorter;
  }
  return undefined;
}

function readPhone(text: string, index: number, raw: string, neighbours: Neighbours): Phone | undefined {
  const opensBracket = raw.startsWith("(") && !raw.includes(")");
  const start = opensBracket ? index + 1 : index;
  const end = index + raw.length;
  const written = text.slice(start, end);
  goesOn.lastIndex = end;
  if (goesOn.test(text) || isQuantity(text, start, end)) return undefined;
  const national = nationalNumber(text, start, written, neighbours);
  return national === undefined ? undefined : { start, end, identity: national };
}

/** The number without its country code when `written` is a phone in this place, else undefined. */
function nationalNumber(
  text: string,
  start: number,
  written: string,
  neighbours: Neighbours,
): string | undefined {
  const digits = written.replace(/\D/g, "");
  const labelled = precedes(phoneLeadIn, text, start) || followsContact(text, start, neighbours);
  if (written.includes("+")) return internationalNumber(`+${digits}`, written, labelled);
  if (isIpAddress(written) || (!labelled && isDocumentNumber(text, start))) return undefined;
  if (digits.startsWith("00")) {
    if (labelled) return internationalNumber(`+${digits.slice(2)}`, written, labelled);
    return /\s/.test(written) ? firstValid(`+${digits.slice(2)}`, [undefined]) : undefined;
  }
  const countries = labelled ? countriesByLength[digits.length] : tellingCountries(written);
  const local = firstValid(digits, countries ?? []);
  if (local !== undefined) return local;
  return labelled && digits.length >= 11 ? firstValid(`+${digits}`, [undefined]) : undefined;
}

function internationalNumber(number: string, written: string, labelled: boolean): string | undefined {
  // Mexican mobiles had a 1 behind the country code until 2020 and are still written so.
  const valid = firstValid(number.replace(/^\+521(?=\d{10}$)/, "+52"), [undefined]);
  if (valid !== undefined) return valid;
  const thousands = /^\+?\d{1,3}(?:[ .]\d{3})+$/.test(written);
  const parsed = parsePhoneNumberFromString(number);
  // Numbering plans change: a number of a possible length that is not written like an amount counts although its range is unknown.
  return parsed?.isPossible() && number.length >= 11 && (labelled || !thousands)
    ? parsed.nationalNumber
    : undefined;
}

function firstValid(number: string, countries: readonly (CountryCode | undefined)[]): string | undefined {
  for (const country of countries) {
    const parsed = parsePhoneNumberFromString(number, country);
    // Argentine mobiles carry a 9 abroad and none at home.
    if (parsed?.isValid())
      return parsed.country === "AR"
        ? parsed.nationalNumber.replace(/^9(?=\d{10}$)/, "")
        : parsed.nationalNumber;
  }
  return undefined;
}

function tellingCountries(written: string): readonly CountryCode[] | undefined {
  const groups = written.match(/\d+/g) ?? [];
  const lengths = groups.map((group) => group.length).join("-");
  const signs = /[()]/.test(written) || /^\d+(?:-\d+)+$/.test(written);
  if (signs && tellingWithSigns[lengths]) return tellingWithSigns[lengths];
  const rounded = groups.filter((group) => group.length === 4 && /^(?:19|20)|00$/.test(group)).length >= 2;
  return rounded ? undefined : telling[lengths];
}

function isIpAddress(written: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(written);
}
