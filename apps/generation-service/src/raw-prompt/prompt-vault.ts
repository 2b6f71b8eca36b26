import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
/** In bytes, as NIST SP 800-38D, 8.2 and 5.2.1.2, recommends them. */
const NONCE = 12;
const TAG = 16;

/** Where a sealed prompt belongs: opened in any other place, it is refused. */
export type PromptPlace = { organizationId: number; generationId: number };

/** A prompt as it is stored: nonce, ciphertext and tag, and which key they were made with. */
export type SealedPrompt = { keyId: string; sealed: Buffer };

/** Seals unredacted prompts and opens them again. */
export interface PromptVault {
  seal(prompt: string, place: PromptPlace): SealedPrompt;
  /** @throws UnopenablePrompt when its key is not here, or when it was changed or moved */
  open(sealed: SealedPrompt, place: PromptPlace): string;
}

/** A sealed prompt that cannot be opened, and why. */
export class UnopenablePrompt extends Error {
  override readonly name = "UnopenablePrompt";
}

/**
 * A vault by AES-256-GCM with a random nonce for each prompt; organization and generation are its associated data.
 *
 * @param keys of 32 bytes; the first seals, each opens what it has sealed, so that keys can be changed
 */
export function createPromptVault(keys: readonly [Buffer, ...Buffer[]]): PromptVault {
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  return {
    seal(prompt, place) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, keys[0], nonce, { authTagLength: TAG }).setAAD(dataOf(place));
      const text = Buffer.concat([cipher.update(prompt, "utf8"), cipher.final()]);
      return { keyId: keyIdOf(keys[0]), sealed: Buffer.concat([nonce, text, cipher.getAuthTag()]) };
    },
    open({ keyId, sealed }, place) {
      const key = byId.get(keyId);
      if (key === undefined) throw new UnopenablePrompt("It was sealed with a key that is not here.");
      const text = sealed.subarray(NONCE, -TAG);
      const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE), { authTagLength: TAG })
        .setAAD(dataOf(place))
        .setAuthTag(sealed.subarray(-TAG));
      try {
        return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new UnopenablePrompt("It was changed, or belongs to another generation.", { cause });
      }
    },
  };
}

/** Tells keys apart and says nothing of them. */
function keyIdOf(key: Buffer): string {
  return createHmac("sha256", key).update("vivero raw prompt key").digest("hex").slice(0, 16);
}

function dataOf({ organizationId, generationId }: PromptPlace): Buffer {
  return Buffer.from(`vivero raw prompt ${organizationId}/${generationId}`);
}
