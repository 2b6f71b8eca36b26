import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PROGRAM = path.resolve(import.meta.dirname, "../read-answer.ts");
const VALID = {
  scenario_metadata: { name: "n" },
  capabilities: [{ name: "Gestión", competencies: [{ name: "c", skills: [{ name: "s" }] }] }],
};
const INVALID = { ...VALID, confidence_score: 80 };
const valid = JSON.stringify(VALID);
const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
const deepAnswer = `${valid.slice(0, -1)},"objectives":[${deep}]}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "read-answer-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Run {
  readonly input?: string | Buffer;
  readonly linesWanted?: number;
  readonly language?: string;
}

/** Runs the command; the output is closed once enough of it was seen. */
async function run(parameters: readonly string[], { input = "", linesWanted, language }: Run = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...parameters], {
    env: { PATH: process.env.PATH, INIT_CWD: folder, LANG: language ?? "C" },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (linesWanted !== undefined && stdout.split("\n").length > linesWanted) child.stdout.destroy();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  // A child that has ended takes no more input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return { code: await closed, stdout, stderr };
}

const asLines = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("read-answer of one answer", () => {
  it("waits for a slow pipe", async () => {
    await writeFile(path.join(folder, "valid.json"), valid);
    // A pipe of the shell's: those that Node.js makes for a child are sockets, and behave otherwise.
    const slowly = '(sleep 1; cat valid.json) | "$0" "$1" -';
    const { stdout } = await promisify(execFile)("sh", ["-c", slowly, process.execPath, PROGRAM], {
      cwd: folder,
      env: { PATH: process.env.PATH, LANG: "C" },
    });
    expect(stdout).toContain("Breaks the contract: nowhere");
  });

  it("refuses a file that is not UTF-8, and says where and what to do", async () => {
    await writeFile(path.join(folder, "latin.json"), Buffer.from(valid, "latin1"));
    const { code, stdout, stderr } = await run(["latin.json"]);
    expect(stderr).toMatch(/^The text is not UTF-8: the byte F3 at its byte offset \d+ .*\n {2}-> Save it/);
    expect(stdout).toBe("");
    expect(code).toBe(1);
  });

  it("keeps validation null where nothing was read", async () => {
    const { code, stdout } = await run(["-", "--json"], { input: "I would rather not." });
    expect(JSON.parse(stdout)).toMatchObject({ refused: true, reason: "no_json", validation: null });
    expect(code).toBe(2);
  });

  it("shows the offending value and what to do, in the language asked for", async () => {
    const input = JSON.stringify(INVALID);
    const english = await run(["-"], { input });
    expect(english.stdout).toContain("  confidence_score must be 1 or less (80). Check its scale");
    expect(english.code).toBe(3);
    const spanish = "  confidence_score debe ser 1 o menos (80). Revise su escala";
    expect((await run(["-"], { input, language: "es_CL.UTF-8" })).stdout).toContain(spanish);
    expect((await run(["-", "--lang", "es"], { input })).stdout).toContain(spanish);
  });

  it("prints what is nested too deeply, and says that it is", async () => {
    const plain = await run(["-"], { input: deepAnswer });
    expect(plain.stdout).toContain(deep);
    expect(plain.stdout).toMatch(/ {2}objectives\[0\]\S* is nested more than 1000 levels deep\./);
    expect(plain.code).toBe(3);
    const json = await run(["-", "--json"], { input: deepAnswer });
    expect(JSON.parse(json.stdout)).toHaveProperty("validation.errors.0.path");
    expect(json.code).toBe(3);
    const cut = await run(["-", "--json"], { input: deepAnswer.slice(0, 100_000) });
    expect(JSON.parse(cut.stdout)).toMatchObject({ refused: true, reason: "truncated" });
    expect(cut.code).toBe(2);
  });

  it("says which file there is not", async () => {
    const { code, stderr } = await run(["absent.json"]);
    expect(stderr).toMatch(/^ENOENT.*absent\.json'\n$/);
    expect(code).toBe(1);
  });
});

describe("read-answer of lines", () => {
  it("answers each line, whatever the one before was", async () => {
    const input = asLines({ id: 1, input: deep }, { id: 2, input: '{"a": 1,}' }, { id: 3, input: " " });
    const { code, stdout } = await run(["-", "--jsonl"], { input });
    const [first, ...others] = linesOf(stdout);
    expect(Object.keys(first ?? {})).toEqual(["id", "value", "journal", "confidence"]);
    expect(stdout).toContain(`{"id":1,"value":${deep},`);
    expect(others).toMatchObject([
      { id: 2, value: { a: 1 } },
      { id: 3, refused: true, reason: "empty" },
    ]);
    expect(code).toBe(0);
  });

  it("ends lines at newlines only, and takes a byte order mark", async () => {
    const input = `\uFEFF${asLines({ id: 1, input: "\u2028[1]\u2029" }).replace("\n", "\r\n")}`;
    const { code, stdout } = await run(["-", "--jsonl"], { input });
    expect(linesOf(stdout)).toMatchObject([{ id: 1, value: [1] }]);
    expect(code).toBe(0);
  });

  it("names the lines that are none, and answers the others", async () => {
    const input = Buffer.concat([
      Buffer.from('{"id":1}\n'),
      Buffer.from('{"id":2,"input":"Gestión"}\n', "latin1"),
      Buffer.from("\nnonsense\n"),
      Buffer.from(asLines({ id: 5, input: "[5]" })),
    ]);
    const { code, stdout, stderr } = await run(["-", "--jsonl"], { input });
    expect(linesOf(stdout)).toMatchObject([{ id: 5, value: [5] }]);
    expect(stderr).toMatch(
      /^Line 1 is no \{id.*\nLine 2 is not UTF-8: the byte F3 at its byte offset 22 .*\n.*\nLine 4 is no/,
    );
    expect(code).toBe(2);
  });

  it("ends quietly when nobody reads on", async () => {
    const input = asLines(...Array.from({ length: 50_000 }, (_, id) => ({ id, input: "[1]" })));
    const { stdout, stderr } = await run(["-", "--jsonl"], { input, linesWanted: 1 });
    expect(stdout).toMatch(/^\{"id":0,/);
    expect(stderr).toBe("");
  });
});
