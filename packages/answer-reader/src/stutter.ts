/** A stream's pieces are shorter than this. */
export const LONGEST_PIECE = 200;

/** So much of a text must be made of doubled pieces to say that all of it is. */
const WINDOW = 400;
const SHORTEST = 64;

/** What a text of brackets or spaces alone has not: `[[[[` is no doubled `[[`. */
const FEWEST_CHARACTERS = 12;

/**
 * Where the first piece of a stream stands for the second time, when each of its pieces came twice (`{"na{"name":me":`);
 * -1 when they did not. Bounded work.
 *
 * @param start the first bracket of the document, which may stand anywhere within the first piece.
 */
export function stutterAt(text: string, start: number): number {
  const found = stutterFrom(text, start);
  if (found !== -1) return found;
  // The bracket at `start` may itself be the second one of its piece.
  const before = text.lastIndexOf(text[start] ?? "", start - 1);
  return before === -1 || start === 0 || start - before > LONGEST_PIECE ? -1 : stutterFrom(text, before);
}

function stutterFrom(text: string, start: number): number {
  const end = Math.min(text.length, start + WINDOW);
  if (end - start < SHORTEST) return -1;
  const mark = text[start] ?? "";
  let again = text.indexOf(mark, start + 1);
  for (; again !== -1 && again - start <= LONGEST_PIECE; again = text.indexOf(mark, again + 1)) {
    const length = again - start;
    for (let piece = start; piece > start - length && piece >= 0; piece--) {
      if (!isTwice(text, piece, length) || !goesOn(text, piece + 2 * length, end)) continue;
      return isVaried(text, start, end) ? piece + length : -1;
    }
  }
  return -1;
}

function isTwice(text: string, piece: number, length: number): boolean {
  const again = piece + length;
  if (length > 1 && text.charCodeAt(piece + 1) !== text.charCodeAt(again + 1)) return false;
  return text.startsWith(text.slice(piece, again), again);
}

/** Whether the text from `start` up to `end` is one doubled piece after the other, whatever their lengths. */
function goesOn(text: string, start: number, end: number): boolean {
  const begins = new Set([start]);
  for (let piece = start; piece < end; piece++) {
    if (!begins.delete(piece)) continue;
    for (let length = 1; length <= LONGEST_PIECE && piece + 2 * length <= text.length; length++) {
      const same = text.charCodeAt(piece) === text.charCodeAt(piece + length);
      if (same && isTwice(text, piece, length)) begins.add(piece + 2 * length);
    }
    if (begins.size === 0) return false;
  }
  return begins.size > 0;
}

function isVaried(text: string, start: number, end: number): boolean {
  return new Set(text.slice(start, end)).size >= FEWEST_CHARACTERS;
}
