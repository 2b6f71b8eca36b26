import type { Detector, Finding } from "../finding.ts";

const marker = "://";
const scheme = /(?<![A-Za-z0-9+.-])(?:jdbc:)?[a-z][a-z0-9+.-]{1,20}$/i;
/** `user:password@host…` right after the marker. A web address may hold "@" and ":" in its path, so there a "/" ends the search. */
const furtherAt = "(?:[^\\s@/?#,;|\"'<>`]{1,128}@){0,4}";
/** Where the next address of a list begins, a store's address ends. */
const rest = "(?:(?![,;|][^\\s@,;|]{1,64}@)[^\\s@\"'<>`]){1,512}";
const webCredentials = new RegExp(
  `[^\\s/?#@:"'<>\`]{0,128}:[^\\s/?#@"'<>\`]{1,256}@${furtherAt}${rest}`,
  "y",
);
const storeCredentials = new RegExp(
  `[^\\s/?#@:"'<>\`]{0,128}:(?!\\d{1,5}[/?#])[^\\s@"'<>\`]{1,256}@${furtherAt}${rest}`,
  "y",
);
/** A value that is filled in elsewhere, or was masked: `${PASSWORD}`, `{{ password }}`, `<password>`, `[…]`, `****`. */
const placeholderPassword = /:(?:\$\{|\{\{|\[|\*{3,}|%[A-Z_]+%)/;

/**
 * Addresses that carry a user's password, of any scheme: whole, since host and database name help nobody who reads a prompt.
 * Addresses without a password are none.
 */
export const detectConnectionStrings: Detector = (text) => {
  const findings: Finding[] = [];
  let at = text.indexOf(marker);
  while (at !== -1) {
    const finding = credentialsAround(text, at);
    if (finding) findings.push(finding);
    at = text.indexOf(marker, finding?.end ?? at + marker.length);
  }
  return findings;
};

function credentialsAround(text: string, at: number): Finding | undefined {
  const name = scheme.exec(text.slice(Math.max(0, at - 27), at))?.[0];
  if (name === undefined) return undefined;
  const credentials = /^(?:https?|ftps?|wss?|svn|git)$/i.test(name) ? webCredentials : storeCredentials;
  credentials.lastIndex = at + marker.length;
  const match = credentials.exec(text)?.[0].replace(/[.,;:)\]}|]+$/, "");
  if (match === undefined || placeholderPassword.test(match)) return undefined;
  const start = at - name.length;
  const end = at + marker.length + match.length;
  return { start, end, kind: "connection_string", identity: text.slice(start, end) };
}
