/**
 * All matches of a global pattern, as `matchAll` gives them, without its copy of the pattern: on short texts (one answer of a form) that copy
 * costs more than the search.
 */
export function everyMatch(pattern: RegExp, text: string): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) matches.push(match);
  return matches;
}
