import { describe, expect, it } from "vitest";
import { decodeUtf8 } from "./utf8.ts";

describe("decoding UTF-8", () => {
  it.each(["", "Gestión 🌱", "\uFEFFx", "a\uFFFDb"])("gives %j as it is", (text) => {
    expect(decodeUtf8(Buffer.from(text), "The text")).toBe(text);
  });

  it.each([
    ["Latin-1", Buffer.from("Gestión", "latin1"), "F3", 5],
    ["what is cut within a character", Buffer.from("aé🌱").subarray(0, 6), "F0", 3],
    ["what follows a replaced character", Buffer.concat([Buffer.from("é\uFFFD"), Buffer.of(0x80)]), "80", 5],
    ["what begins like a replaced character", Buffer.of(0x61, 0xef, 0xbf, 0x62), "EF", 1],
    ["UTF-16", Buffer.from("\uFEFFa", "utf16le"), "FF", 0],
  ])("refuses %s, and says where and what to do", (_what, bytes, byte, offset) => {
    expect(() => decodeUtf8(bytes, "Line 3")).toThrow(
      expect.objectContaining({
        message: `Line 3 is not UTF-8: the byte ${byte} at its byte offset ${offset} belongs to no character.`,
        next: [expect.stringContaining("Save it as UTF-8")],
      }),
    );
  });
});
