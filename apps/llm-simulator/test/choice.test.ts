import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ask, HOSPITAL, LOGISTICS, openSimulator, post, RETAIL, textOf } from "./open-simulator.ts";

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "vivero-answers-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

test.each([
  [RETAIL, "una sola tienda"],
  [HOSPITAL, "three hospitals to five"],
  [LOGISTICS, "more freight from the same fleet"],
])("a prompt that names %s gets its answer, whatever the case", async (company, words) => {
  const url = await openSimulator();
  expect(await textOf(await ask(url, { prompt: `Empresa: ${company.toUpperCase()}.` }))).toContain(words);
});

test("the header chooses before the prompt, by name, by name without extension or by company", async () => {
  const url = await openSimulator();
  for (const name of ["logistics-efficiency.en.json", "logistics-efficiency.en", LOGISTICS]) {
    const response = await ask(url, { prompt: HOSPITAL, headers: { "x-simulator-answer": name } });
    expect(await textOf(response)).toContain("Northquay");
  }
  const unknown = await ask(url, { headers: { "x-simulator-answer": "absent" } });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { code: "answer_not_found" } });
});

test("a prompt that names none gets one by its hash, the same each time and when it is asked again", async () => {
  const url = await openSimulator();
  const first = { role: "user", content: "A company that nobody knows" };
  const answer = await textOf(await ask(url, { messages: [first] }));
  const again = [
    first,
    { role: "assistant", content: "{" },
    { role: "user", content: "capabilities is required" },
  ];
  expect(await textOf(await ask(url, { messages: [first] }))).toBe(answer);
  expect(await textOf(await ask(url, { messages: again }))).toBe(answer);
  const others = await Promise.all(
    ["a", "b", "c", "d", "e", "f", "g", "h"].map(async (prompt) => textOf(await ask(url, { prompt }))),
  );
  expect(new Set(others).size).toBeGreaterThan(1);
});

test("a folder is replayed to the byte, each file for the prompt that bears its name", async () => {
  const files = {
    "one.json": "\ufeff{\r\n  not: 'json' }\n",
    "one.md.txt": "```json\n{}\n```",
    ñandú: "🌱",
    "empty.txt": "",
  };
  const url = await openSimulator({ answers: await folderOf(files) });
  for (const [name, content] of Object.entries(files)) {
    expect(await textOf(await ask(url, { prompt: `Company: "${name}"` }))).toBe(content);
  }
  expect(await textOf(await ask(url, { prompt: "Company: one.md" }))).toBe(files["one.md.txt"]);
  expect(await textOf(await ask(url, { prompt: "Company: One" }))).toBe(files["one.json"]);
});

test("a folder that is absent, empty or not UTF-8 stops the start with a sentence", async () => {
  const start = (answers: string) => openSimulator({ answers });
  await expect(start("/absent/folder")).rejects.toThrow(
    "The folder of answers /absent/folder cannot be read.",
  );
  await expect(start(await folderOf({}))).rejects.toThrow("There is no answer in");
  await expect(start(await folderOf({ "a.txt": Buffer.from([0xff]) }))).rejects.toThrow("a.txt");
});

test("an answer posted at run time is listed, chosen by its name, and replaced by the next of that name", async () => {
  const url = await openSimulator();
  const created = await post(url, "answers", {
    name: "posted.txt",
    text: "first",
    companies: ["Acme & Söhne"],
  });
  expect(created.status).toBe(201);
  expect(await textOf(await ask(url, { prompt: "for acme & söhne, please" }))).toBe("first");
  expect((await post(url, "answers", { name: "posted.txt", text: "second" })).status).toBe(200);
  expect(await textOf(await ask(url, { prompt: "Company: posted" }))).toBe("second");
  const listed = (await (await fetch(`${url}/simulator/answers`)).json()) as { answers: { name: string }[] };
  expect(listed.answers.map(({ name }) => name)).toEqual([
    "digital-transformation-retail.es.json",
    "hospital-network-growth.en.json",
    "logistics-efficiency.en.json",
    "posted.txt",
  ]);
});

test("a posted answer changes nothing for prompts that do not name it", async () => {
  const url = await openSimulator();
  const prompts = ["a", "b", "c", "d", "e", "f"];
  const all = () => Promise.all(prompts.map(async (prompt) => textOf(await ask(url, { prompt }))));
  const before = await all();
  await post(url, "answers", { name: "posted.txt", text: "posted" });
  expect(await all()).toEqual(before);
});

test.each([
  [{ name: "", text: "x" }, "name"],
  [{ name: "a/b", text: "x" }, "name"],
  [{ name: "a", text: 1 }, "text"],
  [{ name: "a", text: "x", companies: "b" }, "companies"],
  [{ name: "a", text: "x", fault: "mood" }, "fault"],
])("an answer like %j is refused", async (body, param) => {
  const url = await openSimulator();
  const response = await post(url, "answers", body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { param } });
});
