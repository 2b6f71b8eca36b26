import { isGroupedCode } from "../randomness.ts";

/** What a password looks like, and what only stands where one would. */

/** What people write behind "Password:" about passwords. */
export const describesPasswords =
  /^(?:obligatori[oa]|requerid[oa]|opcional|required|optional|pendiente|pending|ningun[oa]?|vac[ií][oa]|empty|ok|s[ií]|no|yes|sin|see|ver|segur[oa]|d[eé]bil|fuerte|strong|weak|hidden|ocult[oa]|cifrad[oa]|encrypted|hashed|reset|cambiad[oa]|changed|igual|same|m[ií]nim[oa]|default|personal|secret[oa]|confidencial|confidential|caducad[oa]|vencid[oa]|expired|disabled|desactivad[oa]|enabled|string|texto?|boolean|number|varchar|campo|field)$/i;

/** Whether the value ends a line, a sentence or a list's item, and is not the first word of prose. */
export function endsThere(text: string, end: number): boolean {
  return /^["'`*»”]{0,3}(?:[.,;)|}\]]|\s*(?:$|[\r\n;|(/]|[-–]))/.test(text.slice(end, end + 12));
}

const addressShape = /^[^@\s]+@(?:[^@\s]+\.\p{L}{2,}|\d[\d.]*)$/u;

/** Letters with a digit or a strong sign among them, at least five characters; no address of any sort. */
export function isMixed(value: string): boolean {
  const address = value.includes("://") || (value.includes("@") && addressShape.test(value));
  return value.length >= 5 && !address && /\p{L}/u.test(value) && (/\d/.test(value) || hasStrongSign(value));
}

/** A sign that names and codes do not hold, or a digit between letters of different case. */
export function hasStrongSign(value: string): boolean {
  return /[!@#$^*?~]/.test(value) || (/\p{Lu}/u.test(value) && /\p{Ll}\d+\p{L}|\p{Lu}\d+\p{Ll}/u.test(value));
}

/** "Bodega2024", "Admin.2024": three letters, a small one among them, a digit and at most dots. Not "cap1.2.3". */
export function isPlain(value: string): boolean {
  const codeLike = isGroupedCode(/\p{Lu}/u.test(value) ? value : value.toUpperCase());
  return /^(?=.*\p{Ll})(?=.*\d)(?=(?:[^\p{L}]*\p{L}){3})[\p{L}\d.]{6,}$/u.test(value) && !codeLike;
}

/** A value that needs no more than its label's word to be taken for a password. */
export function isSurePassword(value: string): boolean {
  return isPlain(value) || (isMixed(value) && hasStrongSign(value));
}
