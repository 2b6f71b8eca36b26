import { expect, it } from "vitest";
import { runSeedCommand } from "./seed-command.ts";

const nobodyListens = "http://127.0.0.1:9";

async function run(...args: string[]) {
  const written = { stdout: "", stderr: "" };
  const code = await runSeedCommand(args, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    token: undefined,
  });
  return { code, ...written };
}

it("explains itself", async () => {
  expect(await run("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: ") });
});

it.each([
  [["--url", nobodyListens], "--url and --token (or UNLEASH_ADMIN_TOKEN) are needed"],
  [["--url", nobodyListens, "--token", "*:*.x", "--wait", "soon"], "--wait takes a number of seconds"],
  [["--reset"], "Unknown option '--reset'"],
])("refuses the arguments %j with a reason", async (args, reason) => {
  expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) });
});

it("says that Unleash is not ready, and why", async () => {
  const { code, stderr } = await run("--url", nobodyListens, "--token", "*:*.x", "--wait", "0");
  expect(stderr).toMatch(/^Unleash at http:\/\/127\.0\.0\.1:9 is not ready: .+\n$/);
  expect(code).toBe(1);
});
