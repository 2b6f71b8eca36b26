import type { NameWords } from "./name-words.ts";

/**
 * What each observation on two names says for (positive) or against their being the same thing: the weights of a logistic
 * regression.
 *
 * Source: fitted with a ridge of 0.01 on 60 % of 3,741 labelled pairs of skill names, made from ESCO v1.1.1 (European
 * Commission, Decision 2011/833/EU). They are few and the ridge is strong, so that none leans on how those pairs were
 * chosen; the other 40 % gave an area under the ROC curve of 0.854 (0.876 on the fitted part, pg_trgm's similarity 0.738).
 * `npm run bench -- suggestions` measures it again.
 */
const WEIGHTS = {
  always: 0.95,
  letters: 0.53,
  contained: 0.41,
  bothDiffer: -1.26,
  differing: -1.21,
  sameStems: 1.01,
  oneIsWithin: -1.09,
  alike: 0.86,
  inflected: 1.2,
} as const;

type Observation = Exclude<keyof typeof WEIGHTS, "always">;
type Observations = Readonly<Record<Observation, number>>;

const MOST_DIFFERING = 5;
const MOST_INFLECTED = 2;

/**
 * How likely two names are to mean the same thing, from 0 to 1; 1 when they are written alike but for case and accents.
 * Symmetric. It weighs letters and words and knows no synonyms.
 */
export function nameSimilarity(one: NameWords, other: NameWords): number {
  if (one.text === other.text) return 1;
  const observations = Object.entries(observe(one, other)) as [Observation, number][];
  const evidence = observations.reduce(
    (sum, [name, value]) => sum + WEIGHTS[name] * value,
    WEIGHTS.always as number,
  );
  return 1 / (1 + Math.exp(-evidence));
}

/** What there is to see on two names; each between 0 and 1. */
function observe(one: NameWords, other: NameWords): Observations {
  const common = [...one.stemSet].filter((stem) => other.stemSet.has(stem));
  const onlyOne = [...one.stemSet].filter((stem) => !other.stemSet.has(stem));
  const onlyOther = [...other.stemSet].filter((stem) => !one.stemSet.has(stem));
  const objectsOfOne = countObjects(onlyOne, one);
  const objectsOfOther = countObjects(onlyOther, other);
  const isWithin = onlyOne.length === 0 || onlyOther.length === 0;
  return {
    /** Dice's coefficient of the trigrams: forgives typing errors. */
    letters: dice(one.trigrams, other.trigrams),
    contained: common.length / Math.max(1, Math.min(one.stemSet.size, other.stemSet.size)),
    bothDiffer: Number(objectsOfOne > 0 && objectsOfOther > 0),
    differing: Math.min(objectsOfOne + objectsOfOther, MOST_DIFFERING) / MOST_DIFFERING,
    sameStems: Number(onlyOne.length === 0 && onlyOther.length === 0),
    /** One says less than the other: rather the wider thing than the same. */
    oneIsWithin: Number(isWithin),
    alike: (alikeness(onlyOne, onlyOther) + alikeness(onlyOther, onlyOne)) / 2,
    inflected: Math.min(countInflected(one, other, common), MOST_INFLECTED) / MOST_INFLECTED,
  };
}

/** The first word of several is mostly a verb, which people choose freely; what it is done to is not. */
function countObjects(stems: readonly string[], { stems: all }: NameWords): number {
  return all.length === 1 ? stems.length : stems.filter((stem) => stem !== all[0]).length;
}

function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const each of one) if (other.has(each)) common += 1;
  return (2 * common) / Math.max(1, one.size + other.size);
}

/** How alike the stems are that only one has to those that only the other has: the mean of their best common beginnings. */
function alikeness(stems: readonly string[], others: readonly string[]): number {
  if (stems.length === 0) return 0;
  const best = stems.map((stem) => Math.max(0, ...others.map((other) => commonBeginning(stem, other))));
  return best.reduce((sum, each) => sum + each, 0) / stems.length;
}

function commonBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length / Math.max(one.length, other.length);
}

/** How many of the common stems stand in another form: a name retold, not another one of a series. */
function countInflected(one: NameWords, other: NameWords, common: readonly string[]): number {
  const formOf = ({ stems, words }: NameWords, stem: string) => words[stems.indexOf(stem)];
  return common.filter((stem) => formOf(one, stem) !== formOf(other, stem)).length;
}
