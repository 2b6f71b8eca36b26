import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createApiClient, waitFor } from "../src/api-client.ts";
import { ROOT } from "../src/env.ts";
import { readStackInfo, type StackInfo } from "../src/stack-file.ts";

const home = await mkdtemp(path.join(tmpdir(), "vivero-crash-"));
afterAll(() => rm(home, { recursive: true, force: true }));

const ports = ["GATEWAY", "GENERATION", "CATALOG", "SIMULATOR", "ISSUER", "UNLEASH", "POSTGRES"];
const environment = {
  ...process.env,
  ...Object.fromEntries(ports.map((name) => [`${name}_PORT`, "0"])),
  VIVERO_HOME: home,
};

/** `npm start` as a person runs it, up to its ready line. */
async function start(): Promise<{
  output: string;
  info: StackInfo;
  end(signal: NodeJS.Signals): Promise<number | null>;
}> {
  const child = spawn(process.execPath, [path.join(ROOT, "packages/local-stack/src/start.ts")], {
    env: environment,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await waitFor(
    "the ready line",
    async () => {
      if (child.exitCode !== null) throw new Error(output);
      return output;
    },
    (text) => text.includes("Vivero is ready."),
    170_000,
  );
  const info = await readStackInfo(home);
  if (!info) throw new Error("no stack.json");
  return {
    output,
    info,
    end: async (signal) => {
      child.kill(signal);
      return await ended;
    },
  };
}

interface Listed {
  readonly items: { id: number; companyName: string; status: string }[];
}
const listOf = (info: StackInfo) =>
  createApiClient(info.gatewayUrl, info.tokens.api).get<Listed>("/scenario-generations");

describe("npm start", () => {
  it("seeds three complete generations, survives kill -9 of everything, and finds its data again", async () => {
    const first = await start();
    const before = await listOf(first.info);
    expect(before.items.map(({ status }) => status)).toEqual(["complete", "complete", "complete"]);
    expect(first.output).toContain("/accept");

    await first.end("SIGKILL");
    for (const [name, pid] of Object.entries(first.info.pids)) {
      // The supervisor is gone; one program is left alive, as an orphan that the next start has to end.
      if (name !== "supervisor" && name !== "simulator") process.kill(pid, "SIGKILL");
    }

    const second = await start();
    expect(await listOf(second.info)).toEqual(before);
    expect(second.output).toMatch(/Stopping simulator, which an earlier start left running/);
    expect(await second.end("SIGINT")).toBe(0);
    expect(await readStackInfo(home)).toBeUndefined();
    for (const pid of Object.values(second.info.pids)) expect(() => process.kill(pid, 0)).toThrow();
  }, 400_000);
});
