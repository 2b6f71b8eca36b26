import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What tells a living process from a later one that got the same id. */
export type ProcessIdentity = { startedAt: string; command: string };

/** Describes a living process; undefined when there is none with this id. Where the system tells nothing more, the texts are empty. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (!isAlive(pid)) return undefined;
  if (process.platform === "linux") return identifyOnLinux(pid);
  if (process.platform === "win32") return { startedAt: "", command: "" };
  const field = (name: string) =>
    execFileSync("ps", ["-o", `${name}=`, "-p", String(pid)], { encoding: "utf8" }).trim();
  return { startedAt: field("lstart"), command: field("command") };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function identifyOnLinux(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold spaces; after it the fields are the 3rd and following (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isZombie = fields[0] === "Z";
    if (isZombie) return undefined;
    const startedAt = fields[22 - 3] ?? "";
    return { startedAt, command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() };
  } catch {
    // It ended between the two looks.
    return undefined;
  }
}
