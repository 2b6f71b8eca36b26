/** The UTF-16 units of a text, with zeros behind the last: reading them is four times as fast as `charCodeAt`. */
export type Units = Uint16Array<ArrayBuffer>;

/** So many zeros stand behind the text at least: looking a little ahead needs no check for its end. */
const MARGIN = 256;

/** The units of a text up to this length are kept in one place of 4 MB at most, and it is known whose they are. */
const KEPT_LENGTH = 2_097_152;
const FIRST_LENGTH = 16_384;

/** Where the engine has it, its own copying of a text takes no time to speak of. */
const copies = typeof Buffer !== "undefined" && new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface Place {
  readonly units: Units;
  readonly bytes: Buffer | undefined;
}

let kept = placeFor(FIRST_LENGTH);
let keptText = "";

/**
 * The units of `text`. They hold until the next call for another text: who reads one text to its end before the next
 * begins needs nothing more.
 */
export function unitsOf(text: string): Units {
  if (text === keptText) return kept.units;
  if (text.length > KEPT_LENGTH) return fill(placeFor(text.length), text);
  if (text.length + MARGIN > kept.units.length) kept = placeFor(2 ** Math.ceil(Math.log2(text.length)));
  keptText = text;
  return fill(kept, text);
}

function placeFor(length: number): Place {
  const units = new Uint16Array(length + MARGIN);
  return { units, bytes: copies ? Buffer.from(units.buffer) : undefined };
}

function fill({ units, bytes }: Place, text: string): Units {
  if (bytes !== undefined) bytes.write(text, "utf16le");
  else for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return units.fill(0, text.length, text.length + MARGIN);
}
