import { type Detector, type Finding, mergeInOrder, withoutOverlaps } from "../finding.ts";

/** Longest local part (RFC 5321, 4.5.3.1.1). */
const longestLocalPart = 64;
const localPart = /[\p{L}\p{N}_%+-](?:[\p{L}\p{N}._%+'-]{0,62}[\p{L}\p{N}_%+-])?$/u;
const domain = /(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(\p{L}{2,24})(?![\p{L}\p{N}_-])/uy;
/** "logo@2x.png": endings of files, none of them a top level domain. */
const fileEnding =
  /^(?:png|jpe?g|gif|svg|webp|avif|ico|pdf|docx?|xlsx?|pptx?|csv|json|ya?ml|html?|css|js|ts|tsx|jsx|log|txt|xml)$/i;

const spelled = /\s?[[({<]\s?(?:at|arroba|@)\s?[\])}>]\s?|\sarroba\s/giu;
const spelledDomain =
  /[\p{L}\p{N}-]{1,63}(?:(?:\.|\s?[[({<]\s?(?:dot|punto)\s?[\])}>]\s?|\s(?:punto|dot)\s)[\p{L}\p{N}-]{2,63}){1,4}/iuy;
const spelledDot = /\s?[[({<]\s?(?:dot|punto)\s?[\])}>]\s?|\s(?:punto|dot)\s/giu;

/** E-mail addresses, also spelled out against harvesters ("ana (arroba) example punto com"). Hosts without a domain, packages and git remotes are none. */
export const detectEmails: Detector = (text) => {
  const written = detectWritten(text);
  return mergeInOrder(written, withoutOverlaps(written, detectSpelled(text)));
};

function detectWritten(text: string): Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const local = localPartBefore(text, at);
    domain.lastIndex = at + 1;
    const host = local === undefined ? null : domain.exec(text);
    if (local === undefined || !host || fileEnding.test(host[1] ?? "")) continue;
    const start = at - local.length;
    const end = domain.lastIndex;
    if (start < (findings.at(-1)?.end ?? 0) || isLogin(text, start, end, local)) continue;
    findings.push({ start, end, kind: "email", identity: text.slice(start, end).toLowerCase() });
  }
  return findings;
}

function localPartBefore(text: string, at: number): string | undefined {
  return localPart.exec(text.slice(Math.max(0, at - longestLocalPart), at))?.[0];
}

/** Whether the address is a login in a URL or a git remote: `ssh://git@host/path`, `git@host:path`. */
function isLogin(text: string, start: number, end: number, local: string): boolean {
  return text.endsWith("://", start) || (local === "git" && text.charAt(end) === ":");
}

function detectSpelled(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const { 0: sign, index } of text.matchAll(spelled)) {
    const local = localPartBefore(text, index);
    spelledDomain.lastIndex = index + sign.length;
    const host = local === undefined ? undefined : spelledDomain.exec(text)?.[0];
    if (local === undefined || host === undefined) continue;
    const start = index - local.length;
    const identity = `${local}@${host.replace(spelledDot, ".")}`.toLowerCase();
    findings.push({ start, end: spelledDomain.lastIndex, kind: "email", identity });
  }
  return findings;
}
