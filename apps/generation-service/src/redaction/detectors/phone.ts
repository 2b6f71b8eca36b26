import type { Detector, Finding } from "../finding.ts";
import { endingHere, isDocumentNumber, isQuantity, precedes } from "../surroundings.ts";
import { hasTellingGroups, readPhoneNumber } from "./phone-number.ts";
import { type Neighbours, saysPhone } from "./phone-surroundings.ts";

const separators = "[ \\u00a0().\\u2010\\u2011-]{0,3}";
const run = new RegExp(
  `(?<![\\p{L}_#$€£@]|[\\p{N}-](?!\\(?\\+))\\(?(?:\\+\\(?|00(?=[1-9]))?\\d(?:${separators}\\d){6,15}`,
  "gu",
);
/** A date, a time, a version or a decimal, of which the run is the end. Behind a comma in a table it begins anew. */
const startsBefore = endingHere("(?<=\\p{N})(?=\\(?\\+)|\\d[.:/](?![+(])|(?<![^\\s(])\\d{1,9},(?![+(])");
/** A slash between two whole runs stands between two numbers. */
const goesOn = new RegExp(`[\\p{L}\\p{N}_%@]|[.:-]\\d|/(?!\\d(?:${separators}\\d){6})\\d`, "uy");
const thousands = /^\+?\d{1,3}(?:[ .]\d{3})+$/;
const decimals = /,\d{1,2}(?!\d)/y;

/**
 * Telephone numbers that libphonenumber holds for valid: international ones of any country, national ones of five countries behind a
 * label, beside another contact, or written in groups that only phones have. The same number is the same value with and without its country code.
 */
export const detectPhones: Detector = (text, found) => {
  const phones: Finding[] = [];
  let next = 0;
  run.lastIndex = 0;
  for (let match = run.exec(text); match; match = run.exec(text)) {
    const { 0: raw, index } = match;
    while ((found[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next++;
    if ((found[next]?.start ?? Number.POSITIVE_INFINITY) < index + raw.length) continue;
    const phone = longestPhone(text, index, raw, [found[next - 1], phones.at(-1)]);
    if (!phone) continue;
    phones.push({ ...phone, kind: "phone" });
    // What was cut off may be the next phone's beginning.
    run.lastIndex = phone.end;
  }
  return phones;
};

type Phone = { start: number; end: number; identity: string };
const mostCuts = 3;

/** The run itself when it is a phone, else what is left when trailing groups go ("+56 9 8765 4321 2027"). */
function longestPhone(text: string, index: number, raw: string, neighbours: Neighbours): Phone | undefined {
  let candidate = raw;
  for (let cut = 0; cut <= mostCuts; cut++) {
    // A cut must leave a whole number: solid, international or in telling groups, not the head of some other writing.
    const whole = cut === 0 || /^\(?\+|^\d+$/.test(candidate) || hasTellingGroups(candidate);
    const phone = whole ? phoneAt(text, index, candidate, neighbours) : undefined;
    if (phone) return phone;
    const shorter = candidate.replace(/[ \u00a0]+[^ \u00a0]+$/, "");
    if (shorter === candidate) return undefined;
    candidate = shorter;
  }
  return undefined;
}

function phoneAt(text: string, index: number, raw: string, neighbours: Neighbours): Phone | undefined {
  const opensBracket = raw.startsWith("(") && !raw.includes(")");
  const start = opensBracket ? index + 1 : index;
  const end = index + raw.length;
  const written = text.slice(start, end);
  if (isPart(text, start, written, neighbours) || isQuantity(text, start, end)) return undefined;
  const labelled = saysPhone(text, start, neighbours);
  if (!labelled && !written.includes("+") && isDocumentNumber(text, start)) return undefined;
  const identity = readPhoneNumber(written, labelled);
  return identity === undefined ? undefined : { start, end, identity };
}

/** Whether `written` belongs to something longer; what was found one separator before it does not count. */
function isPart(text: string, start: number, written: string, neighbours: Neighbours): boolean {
  const end = start + written.length;
  const adjoins = neighbours.some((neighbour) => neighbour && start - neighbour.end <= 1);
  if (!adjoins && precedes(startsBefore, text, start)) return true;
  goesOn.lastIndex = end;
  decimals.lastIndex = end;
  return goesOn.test(text) || (thousands.test(written) && decimals.test(text));
}
