import { endingHere, precedes } from "./surroundings.ts";

/** The value that a label introduces: its text, without the quotes around it or the punctuation behind it. */
export type LabelledValue = { start: number; end: number; text: string; quoted: boolean; form: ValueForm };

/** A `parameter` is a part of an address and ends at "&" as well. */
type ValueForm = "setting" | "parameter";

const queryBefore = endingHere("[?&][\\w.%-]{0,48}");

/** The form of the value behind the name at `position`: `?name=` and `&first_name=` are an address's parameters. */
export function valueForm(text: string, position: number): ValueForm {
  return precedes(queryBefore, text, position) ? "parameter" : "setting";
}

/** Characters of an unquoted value that are looked at to judge it. */
const longestLooked = 128;

const quoted = /(?:\\?(["'`])(?!\1)((?:(?!\1)[^\n\\]){1,200}?)\\?\1|[«“]([^»”\n]{1,200})[»”])/dy;
const opening = /[`"'*«“]{0,3}/y;
const bare = { setting: /[^\s"'`,;<>|»”]{1,128}/y, parameter: /[^\s"'`,;<>|»”&#()[\]]{1,128}/y };
const remainder = { setting: /[^\s"'`,;<>|»”]*/y, parameter: /[^\s"'`,;<>|»”&#()[\]]*/y };
const trailing = /(?:[.,:)\]}]|\*\*)+$/;
/** What stands where a value would be but gives nothing away: filled in elsewhere, masked, redacted, a path, or declared absent. */
const standIn =
  /^(?:[$/\\]|&#|\{\{|<|\[|%[A-Z_]+%|\*{2,}|•+|\.{3}|…|[x-]{4,}|_{3,})|^(?:process\.env|os\.environ|env\.|secrets?\.|vault)|^(?:n\/?a|null|none|nil|undefined|true|false|tbd|todo)$/i;

/**
 * The value that starts at `position` of `text`, or undefined when there is none to hide. A quoted value may hold spaces, another ends at
 * a space. Only its first characters are looked at: whoever takes the value takes all of it by {@link wholeValue}.
 */
export function readValue(
  text: string,
  position: number,
  form: ValueForm = "setting",
): LabelledValue | undefined {
  const value = readQuoted(text, position, form) ?? readBare(text, position, form);
  return value.text === "" || standIn.test(value.text) ? undefined : value;
}

function readQuoted(text: string, position: number, form: ValueForm): LabelledValue | undefined {
  quoted.lastIndex = position;
  const indices = quoted.exec(text)?.indices;
  const inside = indices?.[2] ?? indices?.[3];
  if (!inside) return undefined;
  const [start, end] = inside;
  return { start, end, text: text.slice(start, end), quoted: true, form };
}

function readBare(text: string, position: number, form: ValueForm): LabelledValue {
  opening.lastIndex = position;
  opening.test(text);
  const start = opening.lastIndex;
  bare[form].lastIndex = start;
  const value = (bare[form].exec(text)?.[0] ?? "").replace(trailing, "");
  return { start, end: start + value.length, text: value, quoted: false, form };
}

/** `value` to its very end. Every taken value is passed over afterwards, so that reading on costs each character once. */
export function wholeValue(text: string, value: LabelledValue): LabelledValue {
  if (value.quoted || value.text.length < longestLooked - 8) return value;
  const pattern = remainder[value.form];
  pattern.lastIndex = value.start;
  const whole = (pattern.exec(text)?.[0] ?? value.text).replace(trailing, "");
  return { ...value, end: value.start + whole.length, text: whole };
}
