/** The value that a label introduces: its text, without the quotes around it or the punctuation behind it. */
export type LabelledValue = { start: number; end: number; text: string; quoted: boolean };

const quoted = /\\?(["'`])(?!\1)((?:(?!\1)[^\n\\]){1,200}?)\\?\1/y;
const opening = /[`"'*]{0,3}/y;
const bare = { setting: /[^\s"'`,;<>|]{1,200}/y, parameter: /[^\s"'`,;<>|&#]{1,200}/y };
const trailing = /(?:[.,:)\]}]|\*\*)+$/;
/** What stands where a value would be but gives nothing away: filled in elsewhere, masked, redacted, or declared absent. */
const standIn =
  /^(?:\$|\{\{|<|\[|%[A-Z_]+%|\*{2,}|•+|\.{3}|…|[x-]{4,}|_{3,})|^(?:process\.env|os\.environ|env\.|secrets?\.|vault)|^(?:n\/?a|null|none|nil|undefined|true|false|tbd|todo)$/i;

/**
 * The value that starts at `position` of `text`, or undefined when there is none to hide. `parameter` is a part of an address and ends at "&".
 * A quoted value may hold spaces; an unquoted one ends at a space. At most 200 characters are looked at.
 */
export function readValue(
  text: string,
  position: number,
  form: "setting" | "parameter" = "setting",
): LabelledValue | undefined {
  quoted.lastIndex = position;
  const inQuotes = quoted.exec(text);
  if (inQuotes?.[1] !== undefined && inQuotes[2] !== undefined) {
    const start = position + inQuotes[0].indexOf(inQuotes[1]) + 1;
    return revealing({ start, end: start + inQuotes[2].length, text: inQuotes[2], quoted: true });
  }
  opening.lastIndex = position;
  opening.test(text);
  const start = opening.lastIndex;
  bare[form].lastIndex = start;
  const value = bare[form].exec(text)?.[0].replace(trailing, "") ?? "";
  return value === ""
    ? undefined
    : revealing({ start, end: start + value.length, text: value, quoted: false });
}

function revealing(value: LabelledValue): LabelledValue | undefined {
  return standIn.test(value.text) ? undefined : value;
}
