import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";
import { isLongHexadecimal, looksRandom } from "../randomness.ts";

/** A JSON Web Token or its encrypted sister: "eyJ" is `{"` in base64url. */
const jsonWebToken = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){1,3}/;
const googleToken = /(?<![\w-])ya29\.[\w-]{20,400}/;
const authorization =
  /(?<=\b(?:[Bb]earer|BEARER|[Bb]asic|[Aa]uthorization["']?\s?[:=]\s?["']?[Tt]oken)\s{1,3})[A-Za-z0-9][\w.~+/=-]{15,4000}/;

const anyToken = new RegExp(`${jsonWebToken.source}|${googleToken.source}|${authorization.source}`, "g");

/** JSON Web Tokens, and whatever follows "Bearer", "Basic" or "Authorization: token" and looks random; the word itself stays. */
export const detectTokens: Detector = (text) => {
  const findings: Finding[] = [];
  for (const { 0: match, index } of everyMatch(anyToken, text)) {
    const token = match.replace(/[.,]+$/, "");
    if (!isToken(token)) continue;
    findings.push({ start: index, end: index + token.length, kind: "token", identity: token });
  }
  return findings;
};

function isToken(token: string): boolean {
  return (
    token.startsWith("eyJ") ||
    token.startsWith("ya29.") ||
    looksRandom(token) ||
    isLongHexadecimal(token) ||
    isBasicCredentials(token)
  );
}

/** Whether base64 text decodes to `user:password` in plain characters. */
function isBasicCredentials(token: string): boolean {
  return /^[^\p{Cc}:]+:[^\p{Cc}]+$/u.test(Buffer.from(token, "base64").toString("utf8"));
}
