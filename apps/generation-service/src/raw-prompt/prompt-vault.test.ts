import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPromptVault, UnopenablePrompt } from "./prompt-vault.ts";

const key = randomBytes(32);
const vault = createPromptVault([key]);
const place = { organizationId: 7, generationId: 11 };

describe("the vault of unredacted prompts", () => {
  it("gives back what it sealed, with another nonce each time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (prompt) => {
        const sealed = vault.seal(prompt, place);
        expect(vault.open(sealed, place)).toBe(prompt);
        expect(vault.seal(prompt, place).sealed.equals(sealed.sealed)).toBe(false);
      }),
    );
  });

  it("opens nothing that was moved, changed, cut or sealed with another key", () => {
    const { keyId, sealed } = vault.seal("Call Ana at +34 600 000 000", place);
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    const others = [
      () => vault.open({ keyId, sealed }, { ...place, organizationId: 8 }),
      () => vault.open({ keyId, sealed }, { ...place, generationId: 12 }),
      () => vault.open({ keyId, sealed: changed }, place),
      () => vault.open({ keyId, sealed: sealed.subarray(0, -1) }, place),
      () => createPromptVault([randomBytes(32)]).open({ keyId, sealed }, place),
    ];
    for (const open of others) expect(open).toThrow(UnopenablePrompt);
  });

  it("still opens what an earlier key sealed when a new one has taken its place", () => {
    const sealed = vault.seal("old", place);
    const renewed = createPromptVault([randomBytes(32), key]);
    expect(renewed.open(sealed, place)).toBe("old");
    expect(renewed.seal("new", place).keyId).not.toBe(sealed.keyId);
  });
});
