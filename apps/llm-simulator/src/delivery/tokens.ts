/** Up to six letters or digits with the space before them, a run of white space, or up to four signs. */
const TOKEN = / ?[\p{L}\p{M}\p{N}]{1,6}|\s{1,16}|[^\p{L}\p{M}\p{N}\s]{1,4}/gu;

/**
 * A text in token-like pieces, which joined give the text again. No piece ends within a character, so each is
 * whole in UTF-8 and in JSON. The pieces are of our own rule (no model's vocabulary), near to a real tokenizer's
 * in length, and the same on every machine.
 */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** How many pieces {@link splitTokens} makes: the count behind every usage figure of the simulator. */
export function countTokens(text: string): number {
  return splitTokens(text).length;
}
