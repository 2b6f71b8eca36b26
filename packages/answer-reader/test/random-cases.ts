import fc from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** How many random cases a law is tried on. */
    randomCases: number;
  }
}

/** Tries a law on random values: some hundreds in the usual tests, 100,000 in `npm run test:deep`. */
export function holds<Value>(arbitrary: fc.Arbitrary<Value>, law: (value: Value) => void): void {
  fc.assert(fc.property(arbitrary, law), { numRuns: inject("randomCases") });
}
