import type { Finding } from "../finding.ts";
import { endingHere, precedes } from "../surroundings.ts";

const phoneLeadIn = endingHere(
  "(?:(?<!\\p{L})(?:tel[eé]fonos?|tel(?:[eé]?f)?|tfno|tlfn?o?|fonos?|fijo|celus?|cel|celular(?:es)?|m[oó]vil(?:es)?|mobile|cell(?:phone)?|" +
    "phones?|telephone|whats ?app|wsp|wa|fax|ll[aá]m(?:ame|adme|enos|anos|ar|en|e|a)|llamadas? al|call|dial|contact(?:o|ar)?|" +
    "guardia|emergencias?|n[uú]mero de contacto|(?:mi|my|su|his|her) (?:n[uú]mero|number)|(?:reach|text) (?:me|us|him|her|them)|" +
    "[tmf](?=:))|[☎📞📱]\\ufe0f?|wa\\.me/)\\.?" +
    "(?:[ \\t_-]{1,2}(?:al?|en|at|on|is|es|me|us|n\\.?[º°o]\\.?|del?|la|el|pmo|rrhh)|" +
    "[ \\t_-]{0,2}(?:number|n[uú]mero|contacto|directo|personal|oficina|fijo|m[oó]vil|casa|trabajo|particular|emergencias?|" +
    "office|home|work|mobile|cell|phone)){0,4}" +
    "(?:[ \\t]del?(?:[ \\t]\\p{L}{2,16}){1,3}[ \\t]?(?=[:=]))?" +
    "[\"'`*]{0,3}[ \\t:.=º°#-]{0,3}[\"'`]?",
);
const joint = "[)>\"'`]?[ \\t]?(?:[,;/|(–-]|o|y|or|and)?[ \\t]?";
const longestJoint = 6;
const betweenContacts = new RegExp(`^${joint}$`, "iu");
const contactPlaceholder = endingHere(`\\[(?:EMAIL|PHONE)_\\d{1,6}\\]${joint}`);

/** What was found last before a number. */
export type Neighbours = readonly (Finding | undefined)[];

/** Whether a label says that a phone starts at `start`, or another way to reach somebody stands right before: an e-mail address or a phone. */
export function saysPhone(text: string, start: number, neighbours: Neighbours): boolean {
  return precedes(phoneLeadIn, text, start) || followsContact(text, start, neighbours);
}

function followsContact(text: string, start: number, neighbours: Neighbours): boolean {
  const adjoins = neighbours.some(
    (neighbour) =>
      neighbour !== undefined &&
      /^(?:email|phone)$/.test(neighbour.kind) &&
      start - neighbour.end <= longestJoint &&
      betweenContacts.test(text.slice(neighbour.end, start)),
  );
  return adjoins || precedes(contactPlaceholder, text, start);
}
