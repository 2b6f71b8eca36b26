import { plainName, plainWords } from "./names.ts";
import type { Shape } from "./shape.ts";

const MONTHS = new Set(["mes", "meses", "month", "months", "m", "mo"]);
const YEARS = new Set(["ano", "anos", "year", "years", "yr", "yrs", "y"]);
const NUMBER = /[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/g;

/**
 * The one number that a text holds: `"18 meses"` is 18 where months are due, `"1 año"` is 12 there, `"85%"` is 0.85
 * where nothing above 1 may stand.
 *
 * @param key the property's name, which tells its unit.
 * @returns undefined when the text has no number, several (`12-18`), or one in another unit.
 */
export function readNumber(text: string, shape: Shape, key: string): number | undefined {
  if (text.length > 60) return undefined;
  const found = text.match(NUMBER);
  if (found === null || found.length !== 1) return undefined;
  const source = found[0];
  const at = text.indexOf(source);
  if (
    /[\w.,/-]$/.test(text.slice(0, at)) ||
    /^[\w/-]/.test(text.slice(at + source.length).replace(/^(m|mo|h|k|y)\b/i, " "))
  )
    return undefined;
  let value = Number(source.replaceAll(",", ""));
  const rest = text.slice(at + source.length).trim();
  if (rest.startsWith("%")) value = shape.maximum <= 1 ? value / 100 : value;
  else if (isMonths(key)) {
    const unit = plainWords(rest)[0];
    if (unit !== undefined && YEARS.has(unit)) value *= 12;
    else if (unit !== undefined && !MONTHS.has(unit)) return undefined;
  }
  if (!Number.isFinite(value)) return undefined;
  return Number.isInteger(value) || shape.admits("number") ? value : undefined;
}

function isMonths(key: string): boolean {
  return /month|mes(es)?$/.test(plainName(key));
}
