import pg from "pg";

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];
type NestedTexts = (string | null | NestedTexts)[];
type NestedNumbers = (number | null | NestedNumbers)[];

// Object ids of array types, which `pg.types.builtins` does not name (PostgreSQL's pg_type.dat).
const BIGINT_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY = 1009;

const parserByType = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseNumber],
  [pg.types.builtins.NUMERIC, parseNumber],
  [BIGINT_ARRAY, parseNumberArray],
  [NUMERIC_ARRAY, parseNumberArray],
  // pg makes it midnight of this machine's time zone, which is another day elsewhere.
  [pg.types.builtins.DATE, (text) => text],
]);

/**
 * How values come out of PostgreSQL: bigint and numeric (and arrays of them) as numbers, date as the text `YYYY-MM-DD`,
 * everything else as `pg` does it (timestamptz as Date, jsonb as its value).
 */
export const valueParsers = {
  getTypeParser(oid: number, format: string): (text: string) => unknown {
    if (format === "binary") return pg.types.getTypeParser(oid as TypeId, "binary");
    return parserByType.get(oid) ?? pg.types.getTypeParser(oid as TypeId, "text");
  },
};

/** @throws RangeError when a JavaScript number cannot hold the value: better no answer than a wrong id */
function parseNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`PostgreSQL's number ${text} does not fit into a JavaScript number`);
  }
  return value;
}

function parseNumberArray(text: string): NestedNumbers {
  const parseTexts: (text: string) => NestedTexts = pg.types.getTypeParser(TEXT_ARRAY as TypeId, "text");
  return toNumbers(parseTexts(text));
}

function toNumbers(texts: NestedTexts): NestedNumbers {
  return texts.map((item) => {
    if (item === null) return null;
    return typeof item === "string" ? parseNumber(item) : toNumbers(item);
  });
}
