/** Where a text of JSON stands at its end: inside a string or not, and behind which step it can safely be resumed. */
export type TextEnd = {
  inString: boolean;
  /** The length up to and with the last comma or opening bracket outside of strings; 0 when there is none. */
  lastStep: number;
};

/** Reads a text from its first opening brace on, whatever stands before it. One pass. Pure. */
export function endOfText(text: string): TextEnd {
  let inString = false;
  let lastStep = 0;
  const begin = text.indexOf("{");
  for (let at = begin === -1 ? text.length : begin; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "," || character === "{" || character === "[") lastStep = at + 1;
  }
  return { inString, lastStep };
}

/**
 * The parts of a cut answer as the model is asked to go on from them: each without what follows its last step. A seam in
 * the middle of a text or number could not be judged: a character skipped or said twice there leaves sound JSON. Behind a
 * step it breaks the syntax. What is left out is asked for again; the attempt's chunks still hold it. Pure.
 *
 * @param texts the texts of the attempts, oldest first, each the continuation of those before it
 */
export function resumableParts(texts: readonly string[]): string[] {
  let whole = "";
  return texts.map((text) => {
    const joined = whole + text;
    const part = joined.slice(whole.length, Math.max(whole.length, endOfText(joined).lastStep));
    whole += part;
    return part;
  });
}
