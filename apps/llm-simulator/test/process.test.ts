import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { openSimulator } from "./open-simulator.ts";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function start(environment: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  return child;
}

test("the process says its address in one line of JSON, answers, and stops on SIGTERM", async () => {
  const child = start({ SIMULATOR_PORT: "0" });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { url } = JSON.parse(String(line)) as { url: string };
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok" });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each([
  [{ SIMULATOR_PORT: "http" }, [], 'SIMULATOR_PORT must be an integer from 0 to 65535, not "http".'],
  [{ SIMULATOR_TOKENS_PER_SECOND: "-1" }, [], "SIMULATOR_TOKENS_PER_SECOND must be an integer from 0"],
  [
    { SIMULATOR_PORT: "0", SIMULATOR_ANSWERS: "/absent" },
    [],
    "The folder of answers /absent cannot be read.",
  ],
  [
    { SIMULATOR_PORT: "0", SIMULATOR_ANSWERS: "/absent" },
    ["--answers", "/other"],
    "answers /other cannot be read.",
  ],
])("an absurd setting (%j) stops the start with one sentence", async (environment, args, sentence) => {
  const child = start(environment, ...args);
  const said = await text(child.stderr);
  expect(said).toContain(sentence);
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(1);
});

test("a taken port stops the start with one sentence", async () => {
  const { port } = new URL(await openSimulator());
  const child = start({ SIMULATOR_PORT: port });
  expect(await text(child.stderr)).toContain(`cannot listen on port ${port} of 127.0.0.1`);
});
