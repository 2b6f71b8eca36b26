import type { Candidate } from "./likely-names-store.ts";
import { nameSimilarity } from "./name-similarity.ts";
import { type NameWords, nameWords } from "./name-words.ts";

/** A candidate that is like a name, how much, and whether others are so about as much. */
export interface Ranked extends Candidate {
  readonly similarity: number;
  readonly ambiguous: boolean;
}

/** Within this of the best one, several fit a name about equally well. */
const ABOUT_EQUAL = 0.05;

/**
 * The candidates that are at least so much like a name, best first. Those about as good as the best one are marked
 * ambiguous when they are several.
 * @param wordsOf remembers the words of names that come again and again
 */
export function rankCandidates(
  name: string,
  candidates: readonly Candidate[],
  { atLeast, most, wordsOf = nameWords }: { atLeast: number; most: number; wordsOf?: typeof nameWords },
): Ranked[] {
  const words = wordsOf(name);
  const ranked = candidates
    .map((candidate) => ({
      ...candidate,
      similarity: rounded(nameSimilarity(words, wordsOf(candidate.name))),
    }))
    .filter(({ similarity }) => similarity >= atLeast)
    .sort((one, other) => other.similarity - one.similarity || one.id - other.id);
  const best = ranked[0]?.similarity ?? 0;
  const asGood = ranked.filter(({ similarity }) => similarity >= best - ABOUT_EQUAL).length;
  return ranked.slice(0, most).map((each, place) => ({ ...each, ambiguous: asGood > 1 && place < asGood }));
}

const rounded = (similarity: number) => Math.round(similarity * 1_000) / 1_000;

/** Takes each name apart once. */
export function rememberWords(): typeof nameWords {
  const known = new Map<string, NameWords>();
  return (name) => {
    const words = known.get(name) ?? nameWords(name);
    known.set(name, words);
    return words;
  };
}
