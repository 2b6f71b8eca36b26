import type { JsonScalar } from "./json.ts";

/** What a text without quotes says: a number or literal; any other text as it is. */
export function bareValue(text: string): JsonScalar {
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (/^-?\.\d+$/.test(text)) return Number(text);
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return /^(?:null|none|undefined|nan)$/i.test(text) ? null : text;
}
