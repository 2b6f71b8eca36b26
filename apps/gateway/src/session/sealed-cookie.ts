import { hkdfSync } from "node:crypto";
import { EncryptJWT, errors, jwtDecrypt } from "jose";

/** Makes and reads the text of one kind of cookie. */
export interface Seal<T extends object> {
  /** Encrypts a value; nobody without the secret can read or change it. */
  close(value: T, expiresAt: Date): Promise<string>;
  /** The value, or undefined when the text is absent, altered, expired, or sealed for another purpose. */
  open(text: string | undefined): Promise<{ value: T; expiresAt: Date } | undefined>;
}

/**
 * Cookies that any replica with the same secret can read: encrypted tokens (JWE, direct A256GCM). Each purpose has a
 * key of its own, derived from the secret, so that one kind of cookie never passes for another.
 */
export function createSeal<T extends object>(secret: string, purpose: string): Seal<T> {
  const key = new Uint8Array(hkdfSync("sha256", secret, "vivero", purpose, 32));
  return {
    close: (value, expiresAt) =>
      new EncryptJWT({ value })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setExpirationTime(expiresAt)
        .encrypt(key),
    open: async (text) => {
      if (!text) return undefined;
      try {
        const { payload } = await jwtDecrypt(text, key, {
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
          requiredClaims: ["exp"],
        });
        return { value: payload.value as T, expiresAt: new Date((payload.exp ?? 0) * 1_000) };
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
