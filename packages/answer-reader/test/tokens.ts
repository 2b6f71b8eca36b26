import type { JournalEntry, JsonValue } from "../src/index.ts";

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;

/** How often each key and each scalar stands in a text of JSON, or in a piece of one. */
export type Tokens = Map<string, number>;

function tokensOf(json: string): Tokens {
  const tokens: Tokens = new Map();
  for (const [token] of json.matchAll(TOKEN)) add(tokens, JSON.stringify(JSON.parse(token)), 1);
  return tokens;
}

function add(tokens: Tokens, token: string, count: number): void {
  const sum = (tokens.get(token) ?? 0) + count;
  if (sum === 0) tokens.delete(token);
  else tokens.set(token, sum);
}

/** The tokens of a text less what its journal says was taken away, and with what it says was put in its place. */
export function tokensLeft(text: string, journal: readonly JournalEntry[]): Tokens {
  const tokens = tokensOf(text);
  for (const entry of journal) {
    for (const [token, count] of tokensOf(entry.before)) add(tokens, token, -count);
    for (const [token, count] of tokensOf(entry.after)) add(tokens, token, count);
  }
  return tokens;
}

export function tokensIn(value: JsonValue): Tokens {
  return tokensOf(JSON.stringify(value));
}
