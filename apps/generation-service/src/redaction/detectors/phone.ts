import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { isDocumentNumber, isQuantity } from "../surroundings.ts";
import { hasTellingGroups, readPhoneNumber } from "./phone-number.ts";
import { type Neighbours, saysPhone } from "./phone-surroundings.ts";

const run =
  /(?<![\p{L}\p{N}_#$€£@-]|\d[.,:/])\(?(?:\+\(?|00(?=[1-9]))?\d(?:[ \u00a0().\u2010\u2011-]{0,3}\d){6,15}/gu;
const goesOn = /[\p{L}\p{N}_%@]|[.,:/-]\d/uy;

/**
 * Telephone numbers that libphonenumber holds for valid: international ones of any country, national ones of five countries behind a
 * label, beside another contact, or written in groups that only phones have. The same number is the same value with and without its country code.
 */
export const detectPhones: Detector = (text, found) => {
  const phones: Finding[] = [];
  let next = 0;
  for (const { 0: raw, index } of everyMatch(run, text)) {
    while ((found[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next++;
    if ((found[next]?.start ?? Number.POSITIVE_INFINITY) < index + raw.length) continue;
    const phone = longestPhone(text, index, raw, [found[next - 1], phones.at(-1)]);
    if (phone) phones.push({ ...phone, kind: "phone" });
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
  goesOn.lastIndex = end;
  if (goesOn.test(text) || isQuantity(text, start, end)) return undefined;
  const written = text.slice(start, end);
  const labelled = saysPhone(text, start, neighbours);
  if (!labelled && !written.includes("+") && isDocumentNumber(text, start)) return undefined;
  const identity = readPhoneNumber(written, labelled);
  return identity === undefined ? undefined : { start, end, identity };
}
