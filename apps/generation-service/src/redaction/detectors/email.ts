import { everyMatch } from "../every-match.ts";
import { type Detector, type Finding, mergeInOrder, withoutOverlaps } from "../finding.ts";

/** Up to 64 characters (RFC 5321, 4.5.3.1.1), neither beginning nor ending with a dot or an apostrophe. */
const localPart = "[\\p{L}\\p{N}_%+-](?:[\\p{L}\\p{N}._%+'-]{0,62}[\\p{L}\\p{N}_%+-])?";
const written = new RegExp(
  `@(?<=(${localPart})@)(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,8}(\\p{L}{2,24})(?![\\p{L}\\p{N}_]|-(?!${localPart}@)[\\p{L}\\p{N}])`,
  "gu",
);
/** "logo@2x.png": endings of files, none of them a top level domain. */
const fileEnding =
  /^(?:png|jpe?g|gif|svg|webp|avif|ico|pdf|docx?|xlsx?|pptx?|csv|json|ya?ml|html?|css|js|ts|tsx|jsx|log|txt|xml)$/i;

const spelledAt = "\\s?[[({<]\\s?(?:at|arroba|@)\\s?[\\])}>]\\s?|\\sarroba\\s";
const spelledDot = "\\s?[[({<]\\s?(?:dot|punto)\\s?[\\])}>]\\s?|\\s(?:punto|dot)\\s";
const spelled = new RegExp(
  `(?:${spelledAt})(?<=(${localPart})(?:${spelledAt}))([\\p{L}\\p{N}-]{1,63}(?:(?:\\.|${spelledDot})[\\p{L}\\p{N}-]{2,63}){1,4})`,
  "giu",
);

/** E-mail addresses, also spelled out against harvesters ("ana (arroba) example punto com"). Hosts without a domain, packages and git remotes are none. */
export const detectEmails: Detector = (text) => {
  const findings = detectWritten(text);
  return mergeInOrder(findings, withoutOverlaps(findings, detectSpelled(text)));
};

function detectWritten(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const { 0: match, 1: before = "", 2: topLevel = "", index } of everyMatch(written, text)) {
    const local = behind(findings.at(-1)?.end ?? 0, before, index);
    const start = index - local.length;
    const end = index + match.length;
    if (local === "" || fileEnding.test(topLevel) || isLogin(text, start, end, local)) continue;
    findings.push({ start, end, kind: "email", identity: (local + match).toLowerCase() });
  }
  return findings;
}

/** What of `before`, which ends at `index`, is behind the address that ended at `previousEnd` and the sign between the two. */
function behind(previousEnd: number, before: string, index: number): string {
  const overlap = previousEnd - (index - before.length);
  return overlap <= 0 ? before : before.slice(overlap).replace(/^[^\p{L}\p{N}]+/u, "");
}

/** Whether the address is a login in a URL or a git remote: `ssh://git@host/path`, `git@host:path`. */
function isLogin(text: string, start: number, end: number, local: string): boolean {
  return text.endsWith("://", start) || (local === "git" && text.charAt(end) === ":");
}

function detectSpelled(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const { 0: match, 1: local = "", 2: host = "", index } of everyMatch(spelled, text)) {
    const start = index - local.length;
    if (start < (findings.at(-1)?.end ?? 0)) continue;
    const identity = `${local}@${host.replace(new RegExp(spelledDot, "giu"), ".")}`.toLowerCase();
    findings.push({ start, end: index + match.length, kind: "email", identity });
  }
  return findings;
}
