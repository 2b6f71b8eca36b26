import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";

type Countries = readonly CountryCode[];

/** Ways of writing that amounts, dates and codes do not use, by the lengths of the groups, with the countries that use them. */
const telling: Readonly<Record<string, Countries>> = {
  "2-3-2-2": ["ES"],
  "3-2-2-2": ["ES"],
  "1-4-4": ["CL"],
  "2-4-4": ["MX", "AR"],
  "3-4-4": ["AR"],
  "3-2-4-4": ["AR"],
};
/** The same for groups that tell only with brackets or nothing but hyphens between them. */
const tellingWithSigns: Readonly<Record<string, Countries>> = {
  "3-3-4": ["US", "MX"],
  "1-3-3-4": ["US"],
  "2-3-4": ["CL"],
};
/** Countries whose national numbers have this many digits, trunk prefixes included. */
const countriesByLength: Readonly<Record<number, Countries>> = {
  9: ["ES", "CL"],
  10: ["US", "MX", "AR"],
  11: ["US", "AR"],
  12: ["AR"],
  13: ["AR"],
};
/** Numbers within a town, as Buenos Aires dials them; too short for libphonenumber. */
const withinTown = /^(?:15[ -]?)?(?!(?:19|20)\d\d)\d{4}[ -]\d{4}$/;

/**
 * The number without its country code when `written` is a phone, else undefined: international, or national of Spain, Chile, Argentina,
 * Mexico or the United States. `labelled`: its surroundings say that it is a phone, so that any way of writing will do.
 */
export function readPhoneNumber(written: string, labelled: boolean): string | undefined {
  const digits = written.replace(/\D/g, "");
  if (written.includes("+")) return readInternational(`+${digits}`, written, labelled);
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(written)) return undefined; // an IP address
  if (!labelled) {
    return /^00(?:1|34|52|54|56)/.test(digits) && /\s/.test(written)
      ? firstValid(`+${digits.slice(2)}`, [undefined])
      : firstValid(digits, tellingCountries(written) ?? []);
  }
  if (digits.startsWith("00")) return readInternational(`+${digits.slice(2)}`, written, labelled);
  return (
    firstValid(digits, countriesByLength[digits.length] ?? []) ??
    (digits.length >= 11 ? firstValid(`+${digits}`, [undefined]) : undefined) ??
    // Mexicans dialled 01 before the area code until 2019.
    (/^01\d{10}$/.test(digits) ? firstValid(digits.slice(2), ["MX"]) : undefined) ??
    (withinTown.test(written) ? digits : undefined)
  );
}

/** Whether `written` is in groups that only phones have; then it needs no label. */
export function hasTellingGroups(written: string): boolean {
  return tellingCountries(written) !== undefined;
}

function readInternational(number: string, written: string, labelled: boolean): string | undefined {
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
    if (!parsed?.isValid()) continue;
    // Argentine mobiles carry a 9 abroad and none at home.
    return parsed.country === "AR"
      ? parsed.nationalNumber.replace(/^9(?=\d{10}$)/, "")
      : parsed.nationalNumber;
  }
  return undefined;
}

function tellingCountries(written: string): Countries | undefined {
  const groups = written.match(/\d+/g) ?? [];
  const lengths = groups.map((group) => group.length).join("-");
  const signs = /[()]/.test(written) || /^\d+(?:-\d+)+$/.test(written);
  if (signs && tellingWithSigns[lengths]) return tellingWithSigns[lengths];
  // Two groups that are years or round numbers: a row of figures.
  const figures = groups.filter((group) => group.length === 4 && /^(?:19|20)|00$/.test(group)).length >= 2;
  // Chile's mobiles begin with 9 and Santiago's lines with 2; "7-1234-5678" may be anything.
  return figures || (lengths === "1-4-4" && !/^\(?[29]/.test(written)) ? undefined : telling[lengths];
}
