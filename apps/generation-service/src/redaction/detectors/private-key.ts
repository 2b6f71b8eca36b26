import { everyMatch } from "../every-match.ts";
import type { Detector, Finding } from "../finding.ts";

const opening = /-----BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const closing = /-----END (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const lineBreak = "(?:\\\\r)?(?:\\\\n|\\r?\\n)";
/** What may follow an opening line whose closing line was cut off: headers with an empty line, then lines of base64; breaks may be escaped. */
const openBody = new RegExp(
  `(?:${lineBreak}[A-Za-z-]{2,20}: [^\\n\\\\]{1,80})*(?:${lineBreak}(?=${lineBreak}))?` +
    `(?:${lineBreak}(?:[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9+/]{1,15}={1,2}))*`,
  "y",
);

/** PEM private keys of every sort (PKCS, OpenSSH, PGP), also cut off or inside a JSON string. Public keys and certificates are none. */
export const detectPrivateKeys: Detector = (text) => {
  const openings = everyMatch(opening, text);
  const findings: Finding[] = [];
  let closed = { start: -1, end: -1 };
  openings.forEach((match, index) => {
    const bodyStart = match.index + match[0].length;
    // A closing behind this opening is still the next one: looking for it once keeps many openings linear.
    if (closed.start < bodyStart) closed = nextClosing(text, bodyStart);
    const nextOpening = openings[index + 1]?.index ?? text.length;
    const end = closed.start < nextOpening ? closed.end : endOfOpenBody(text, bodyStart);
    findings.push({ start: match.index, end, kind: "private_key", identity: text.slice(match.index, end) });
  });
  return findings;
};

/** Where the next closing line stands; both positions are the text's length when there is none. */
function nextClosing(text: string, from: number): { start: number; end: number } {
  closing.lastIndex = from;
  const match = closing.exec(text);
  return match ? { start: match.index, end: closing.lastIndex } : { start: text.length, end: text.length };
}

function endOfOpenBody(text: string, from: number): number {
  openBody.lastIndex = from;
  return from + (openBody.exec(text)?.[0].length ?? 0);
}
