import pg from "pg";

const { builtins, getTypeParser } = pg.types;
const BIGINT_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;

/**
 * How values come out of PostgreSQL: bigint and numeric as numbers, date as the text `YYYY-MM-DD`, everything else as
 * `pg` does it (timestamptz as Date, jsonb as its value).
 */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format === "binary") return getTypeParser(oid, "binary");
    return parserByType.get(oid) ?? getTypeParser(oid, "text");
  },
};

const parserByType = new Map<number, (text: string) => unknown>([
  [builtins.INT8, parseNumber],
  [builtins.NUMERIC, parseNumber],
  [BIGINT_ARRAY, parseNumberArray],
  [NUMERIC_ARRAY, parseNumberArray],
  // pg makes it midnight of this machine's time zone, which is another day elsewhere.
  [builtins.DATE, (text) => text],
]);

/** @throws RangeError when a JavaScript number cannot hold the value: better no answer than a wrong id */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`PostgreSQL's number ${text} does not fit into a JavaScript number`);
  }
  return value;
}

const parseTextArray = getTypeParser(1009 as pg.types.TypeId, "text") as (text: string) => NestedTexts;

type NestedTexts = (string | null | NestedTexts)[];
type NestedNumbers = (number | null | NestedNumbers)[];

function parseNumberArray(text: string): NestedNumbers {
  return toNumbers(parseTextArray(text));
}

function toNumbers(texts: NestedTexts): NestedNumbers {
  return texts.map((item) => {
    if (item === null) return null;
    return typeof item === "string" ? parseNumber(item) : toNumbers(item);
  });
}
