import { describe, expect, it } from "vitest";
import { redact } from "./redact.ts";
import { RedactionMemory } from "./redaction-memory.ts";

describe("redacting a text", () => {
  it("replaces each value by its kind and number and tells where the placeholders stand", () => {
    const { text, redacted, findings, spans } = redact(
      "Ana: ana@example.com, cel. +56 9 8765 4321. Luis: luis@example.com. Otra vez ANA@example.com.",
    );
    expect(text).toBe("Ana: [EMAIL_1], cel. [PHONE_1]. Luis: [EMAIL_2]. Otra vez [EMAIL_1].");
    expect(redacted).toBe(true);
    expect(findings).toEqual([
      { kind: "email", count: 3 },
      { kind: "phone", count: 1 },
    ]);
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      "[EMAIL_1]",
      "[PHONE_1]",
      "[EMAIL_2]",
      "[EMAIL_1]",
    ]);
    expect(spans.every(({ start, end, label }) => text.slice(start, end) === `[${label}]`)).toBe(true);
  });

  it("finds each of many values that are glued together, so that a second time changes nothing", () => {
    const { text, findings } = redact("dckr_pat_Z8cL1yD6hG3fS0aE7uT2iRoMxKbinvitados2027".repeat(60));
    expect(redact(text).text).toBe(text);
    expect(findings).toEqual([{ kind: "api_key", count: 60 }]);
  });

  it.each([
    [
      "a telephone with and without its country code",
      "+34 612 345 678 o tel. 612345678",
      "[PHONE_1] o tel. [PHONE_1]",
    ],
    ["a RUT with and without dots", "12.345.678-5 y 12345678-5", "[NATIONAL_ID_1] y [NATIONAL_ID_1]"],
    ["a card in groups and solid", "4111 1111 1111 1111, 4111111111111111", "[CARD_1], [CARD_1]"],
    [
      "an IBAN in groups and solid",
      "GB29 NWBK 6016 1331 9268 19; gb29nwbk60161331926819",
      "[IBAN_1]; [IBAN_1]",
    ],
    ["an address spelled out", "ana@example.com, ana (arroba) example punto com", "[EMAIL_1], [EMAIL_1]"],
  ])("recognizes %s as the same value", (_what, input, output) => {
    expect(redact(input).text).toBe(output);
  });

  it("leaves placeholders of an earlier redaction alone and gives their numbers to nobody else", () => {
    expect(redact("[EMAIL_1] y [EMAIL_3] escribieron a ana@example.com y luis@example.com").text).toBe(
      "[EMAIL_1] y [EMAIL_3] escribieron a [EMAIL_2] y [EMAIL_4]",
    );
  });

  it("goes on with the numbers of a memory from text to text", () => {
    const memory = new RedactionMemory();
    redact("ana@example.com", memory);
    expect(redact("luis@example.com, ana@example.com", memory).text).toBe("[EMAIL_2], [EMAIL_1]");
  });

  it("finds a value that comes to light when its neighbour is gone, and keeps the positions right", () => {
    const { text, spans } = redact("x: 4111 1111 1111 1111.ana@example.com, fin luis@example.com");
    expect(text).toBe("x: [CARD_1].[EMAIL_2], fin [EMAIL_1]");
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      "[CARD_1]",
      "[EMAIL_2]",
      "[EMAIL_1]",
    ]);
  });

  it.each([
    ["telephones", ",", (index: number) => `+56 9 8765 4${100 + index}`],
    ["telephones", "/", (index: number) => `+56 9 8765 4${100 + index}`],
    ["telephones without a country code", " ", (index: number) => `9 8765 4${100 + index}`],
    ["cards", " ", () => "4111111111111111"],
    ["cards in groups", " ", () => "4111 1111 1111 1111"],
    ["national ids", "-", () => "12.345.678-5"],
    ["addresses", "-", (index: number) => `ana${index}@example.com`],
  ])("leaves none of a hundred %s with «%s» between them", (_what, separator, value) => {
    const once = redact(Array.from({ length: 100 }, (_, index) => value(index)).join(separator)).text;
    expect(once.split(separator).filter((item) => !/^\[[A-Z_]+_\d+\]$/.test(item))).toEqual([]);
    expect(redact(once).text).toBe(once);
  });

  it("takes a long value whole", () => {
    const key = "aB3dE5fG7hI9jK1lM2nO4pQ6rS8tU0vW".repeat(10);
    expect(redact(`api_key=${key}`).text).toBe("api_key=[SECRET_1]");
    expect(redact(`password: ${key}, y más`).text).toBe("password: [PASSWORD_1], y más");
  });

  it("keeps a private key that was cut off apart from the one after it", () => {
    const [begin, end] = ["-----BEGIN PRI", "-----END PRI"].map((edge) => `${edge}${"VATE KEY-----"}`);
    const body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";
    expect(redact(`${begin}\n${body}\nperdón, va entera:\n${begin}\n${body}x\n${end}\nlisto`).text).toBe(
      "[PRIVATE_KEY_1]\nperdón, va entera:\n[PRIVATE_KEY_2]\nlisto",
    );
  });

  it("gives back a text without findings as it was", () => {
    const text = "27 capacidades, 1.500.000 CLP, v1.2.3\r\n\u0000\ud800 fin";
    expect(redact(text)).toEqual({ text, redacted: false, findings: [], spans: [] });
  });
});
