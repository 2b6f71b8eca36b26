import { plainName, plainWords } from "./names.ts";
import type { Shape } from "./shape.ts";

const MONTHS = new Set(["mes", "meses", "month", "months", "m", "mo"]);
const YEARS = new Set(["ano", "anos", "year", "years", "yr", "yrs", "y"]);
const LONGEST_TEXT = 60;

/** A number, however it is written; what ends it is no part of a word. */
const NUMBER = /[.,]?\d(?:[\d.,]*\d)?(?:[eE][+-]?\d+)?/g;
/** What stands before a number: nothing that it is a part of, and, spaces aside, no sign, currency or range. */
const BEFORE = /(?<![\w.,]|[/$€£¥+\u2212\u2013-]\s*)([+\u2212-]?)$/;
const PERCENT = /^\s*(?:%|percent\b|per cent\b|por ?ciento\b)/i;

/** The number that a text says, and whether it may as well mean another. */
export interface NumberInText {
  readonly value: number;
  /** `1,500` is 1500 to some and 1.5 to others. */
  readonly ambiguous: boolean;
}

/**
 * The one number that a text holds: `"18 meses"` is 18 where months are due, `"1 año"` is 12 there, `"85%"` is 0.85
 * where nothing above 1 may stand, `"0,85"` is 0.85 and `"1.234,5"` is 1234.5.
 *
 * @param key the property's name, which tells its unit.
 * @returns undefined when the text has no number, several (`12-18`), more digits than a double keeps, or another unit.
 */
export function readNumber(text: string, shape: Shape, key: string): NumberInText | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const [found, another] = text.matchAll(NUMBER);
  if (found === undefined || another !== undefined) return undefined;
  const sign = BEFORE.exec(text.slice(0, found.index))?.[1];
  const [source] = found;
  const scale = scaleOf(text.slice(found.index + source.length), shape, isMonths(key));
  const number = numberOf(source, shape);
  if (sign === undefined || scale === undefined || number === undefined) return undefined;
  const value = ((sign === "" || sign === "+" ? number.value : -number.value) * scale.times) / scale.per;
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
  return Number.isInteger(value) || shape.admits("number") ? { ...number, value } : undefined;
}

/** What a written number is: its groups and its fraction are told by where its points and commas stand. */
function numberOf(source: string, shape: Shape): NumberInText | undefined {
  if (/^\d{0,15}\.?\d+(?:[eE].*)?$/.test(source) && !isGrouped(source, "."))
    return { value: Number(source), ambiguous: false };
  const [, whole = "", comma] = /^(.*?)(?:,(\d+))?$/.exec(source) ?? [];
  if (/^\d*$/.test(whole) && comma !== undefined && !isGrouped(source, ","))
    return { value: Number(`${whole}.${comma}`), ambiguous: false };
  for (const [group, point] of [
    [",", "."],
    [".", ","],
  ] as const) {
    const [head = "", fraction, ...more] = source.split(point);
    if (more.length > 0 || !isGrouped(head, group)) continue;
    const value = Number(`${head.replaceAll(group, "")}.${fraction ?? 0}`);
    const single = fraction === undefined && head.indexOf(group) === head.lastIndexOf(group);
    if (!single) return { value, ambiguous: false };
    return { value: group === "." && shape.admits("number") ? Number(head) : value, ambiguous: true };
  }
  return undefined;
}

/** Digits in groups of three, of which the first does not begin with 0. */
function isGrouped(digits: string, group: string): boolean {
  const [first = "", ...others] = digits.split(group);
  return /^[1-9]\d{0,2}$/.test(first) && others.length > 0 && others.every((one) => /^\d{3}$/.test(one));
}

/** What the words behind a number make of it; undefined when they make it another thing. */
function scaleOf(rest: string, shape: Shape, months: boolean): { times: number; per: number } | undefined {
  const same = { times: 1, per: 1 };
  if (PERCENT.test(rest)) return months ? undefined : shape.maximum <= 1 ? { times: 1, per: 100 } : same;
  if (!months) return /^[\w/\u2212\u2013-]/.test(rest) ? undefined : same;
  const unit = plainWords(rest)[0];
  if (/^[/\u2212\u2013-]/.test(rest)) return undefined;
  if (unit === undefined || MONTHS.has(unit)) return same;
  return YEARS.has(unit) ? { times: 12, per: 1 } : undefined;
}

function isMonths(key: string): boolean {
  return /month|mes(es)?$/.test(plainName(key));
}
