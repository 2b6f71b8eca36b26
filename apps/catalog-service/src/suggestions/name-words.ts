/**
 * Words that say nothing about what a name is about, in the product's two languages. PostgreSQL leaves out the same ones
 * where it looks for likely names (`catalog.name_marks`).
 */
const STOP_WORDS = new Set(
  (
    "a an and as at by for from in into of on or the to with within its their about " +
    "al ante bajo con contra de del desde e el en entre hacia hasta la las lo los para por segun sin sobre su sus tras un una uno y o"
  ).split(" "),
);

/** Endings of English and Spanish that a word can lose and still be the same word; the longest first. */
const ENDINGS = (
  "izations isations imientos amientos ization isation imiento amiento aciones iciones uciones ations itions ation " +
  "ition acion icion ucion ments ances ences adores idades ingly ment ance ence ador adora ando iendo idad ities " +
  "ings ions ing ion ity ies ers ors ias eds ed es er or al ar ir ic ia io e s y a o"
)
  .split(" ")
  .sort((one, other) => other.length - one.length);
const SECOND_ENDINGS = ["at", "iz", "is", "e", "i", "s", "a", "o"];
const SHORTEST_STEM = 3;

/** A name as it is compared: its words without accents, their stems, and the trigrams of its letters. */
export interface NameWords {
  readonly text: string;
  /** Content words in their order. */
  readonly words: readonly string[];
  /** What a word is without its ending, by the word's place. */
  readonly stems: readonly string[];
  readonly stemSet: ReadonlySet<string>;
  readonly trigrams: ReadonlySet<string>;
}

/** Takes a name apart. */
export function nameWords(name: string): NameWords {
  const text = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/gu, "")
    .toLowerCase();
  const every = text.match(/[\p{L}\p{N}+#]+/gu) ?? [];
  const content = every.filter((word) => !STOP_WORDS.has(word));
  const words = content.length > 0 ? content : every;
  const stems = words.map(stemOf);
  return { text, words, stems, stemSet: new Set(stems), trigrams: trigramsOf(every) };
}

/**
 * A word without its ending: `operating`, `operation` and `operate` have one stem, and so have `gestión` and `gestiones`.
 * Cruder than a stemmer of one language, as nobody says which language a name is in.
 */
function stemOf(word: string): string {
  if (word.length <= SHORTEST_STEM) return word;
  const stem = withoutEnding(withoutEnding(word, ENDINGS), SECOND_ENDINGS);
  const isDoubled = stem.length > SHORTEST_STEM && stem.at(-1) === stem.at(-2);
  return isDoubled ? stem.slice(0, -1) : stem;
}

function withoutEnding(word: string, endings: readonly string[]): string {
  if (word.length <= SHORTEST_STEM) return word;
  const ending = endings.find((each) => word.endsWith(each) && word.length - each.length >= SHORTEST_STEM);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/** As pg_trgm makes them: each word with two spaces before and one behind. */
function trigramsOf(words: readonly string[]): Set<string> {
  const trigrams = new Set<string>();
  for (const word of words) {
    const padded = `  ${word} `;
    for (let start = 0; start + 3 <= padded.length; start++) trigrams.add(padded.slice(start, start + 3));
  }
  return trigrams;
}
