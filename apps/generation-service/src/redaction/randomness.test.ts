import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGroupedCode, isUuid, looksRandom } from "./randomness.ts";

const alphabets = {
  base62: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  hexadecimal: "0123456789abcdef",
  "small letters and digits": "abcdefghijklmnopqrstuvwxyz0123456789",
};

/** Share of random keys of this length that are not taken for random; the seed makes it the same in every run. */
function missed(alphabet: string, length: number): number {
  const key = fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length });
  const keys = fc.sample(key, { numRuns: 2_000, seed: 7 }).map((characters) => characters.join(""));
  return keys.filter((each) => !looksRandom(each)).length / keys.length;
}

describe("telling keys from names", () => {
  it.each(Object.entries(alphabets))("misses few random keys in %s", (_name, alphabet) => {
    expect(missed(alphabet, 16)).toBeLessThan(0.08);
    expect(missed(alphabet, 24)).toBeLessThan(0.02);
    expect(missed(alphabet, 40)).toBeLessThan(0.005);
  });

  it.each([
    "transformacion-digital-de-la-cadena-2027",
    "SolucionesEmpresarialesDeRecursosHumanos",
    "gobernanza_de_datos_nivel_3",
    "AUTOMATIZACION-INTELIGENTE-FASE-2",
    "https://example.com/planes/dotacion",
    "1234567890123456",
    "aaaaaaaaaaaa1111",
    "electroencefalografista",
  ])("does not take %s for a key", (name) => {
    expect(looksRandom(name)).toBe(false);
  });

  it("knows identifiers that everybody may see", () => {
    expect(isUuid("550e8400-e29b-41d4-a716-446655440000")).toBe(true);
    expect(isGroupedCode("CAP-01-C1-S2")).toBe(true);
    expect(isGroupedCode("aB3dE5fG7hI9")).toBe(false);
  });
});
