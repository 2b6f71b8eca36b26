import { expect, test } from "vitest";
import { countTokens, splitTokens } from "./tokens.ts";

test("pieces joined give the text again, whatever its characters", () => {
  const texts = [
    '{"name": "Logística  y planificación"}\n\t',
    "año 🌱👩‍🌾 e\u0301 日本語",
    "lone \ud800 surrogate",
    "\r\n\r\n",
    "\u0000\ufeff",
  ];
  for (const text of texts) expect(splitTokens(text).join("")).toBe(text);
});

test("no piece ends within a character", () => {
  for (const piece of splitTokens("ñandú 🌱🌱🌱 planificación 𝒱𝒾𝓋ℯ𝓇ℴ")) {
    expect(Buffer.from(piece, "utf8").toString("utf8")).toBe(piece);
  }
});

test("an empty text has no tokens, and a word of twelve letters two", () => {
  expect(countTokens("")).toBe(0);
  expect(splitTokens("incubation x")).toEqual(["incuba", "tion", " x"]);
});
