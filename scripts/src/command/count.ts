import { InvalidArgumentError } from "commander";

/** Reads a whole number, 0 or more. */
export function parseCount(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, 0 or more.");
}
