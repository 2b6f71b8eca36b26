import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ERROR_CODES } from "@vivero/contracts";
import { describe, expect, it } from "vitest";

const folder = import.meta.dirname;
const source = path.join(folder, "..");
const namespaces = readdirSync(path.join(folder, "en"));

type Words = { [key: string]: string | Words };

function flat(words: Words, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

const wordsOf = (language: string, file: string) =>
  flat(JSON.parse(readFileSync(path.join(folder, language, file), "utf8")) as Words);

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map(([, name]) => name).sort();
const withoutPlural = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");

const code = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(path.join(source, name), "utf8"))
  .join("\n");
/** `t(`status.${status}`)` uses every key that begins with what stands before the first expression. */
const prefixes = new Set([...code.matchAll(/`([\w.-]+\.)\$\{/g)].map(([, prefix]) => prefix as string));

const isUsed = (key: string) => {
  const stem = withoutPlural(key);
  return code.includes(`"${stem}"`) || [...prefixes].some((prefix) => stem.startsWith(prefix));
};

describe.each(namespaces)("the words of %s", (file) => {
  const [english, spanish] = [wordsOf("en", file), wordsOf("es", file)];

  it("are the same in both languages", () => {
    expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("say something", () => {
    expect([...english, ...spanish].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("have the same placeholders in both languages", () => {
    const differ = [...english].filter(
      ([key, text]) => String(placeholders(text)) !== String(placeholders(spanish.get(key) ?? "")),
    );
    expect(differ.map(([key]) => key)).toEqual([]);
  });

  it("are all used", () => {
    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });
});

it("has a sentence for every code with which the API can refuse", () => {
  const explained = wordsOf("en", "states.json");
  const ownForm = ["FORBIDDEN", "MAINTENANCE"];
  expect(
    ERROR_CODES.filter((errorCode) => !ownForm.includes(errorCode) && !explained.has(`error.${errorCode}`)),
  ).toEqual([]);
});
