/** The UTF-16 units of a text, with zeros behind the last: reading them is four times as fast as `charCodeAt`. */
export type Units = Uint16Array<ArrayBuffer>;

/** So many zeros stand behind the text at least: looking a little ahead needs no check for its end. */
const MARGIN = 256;

/** The units of texts up to this length are kept in one place, and those of the last such text are known. */
const KEPT_LENGTH = 131_072;

/** Where the engine has it, its own copying of a text takes no time to speak of. */
const copies = typeof Buffer !== "undefined" && new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

let kept: { readonly units: Units; readonly bytes: Buffer | undefined } | undefined;
let keptText = "";

/**
 * The units of `text`. They hold until the next call for another text: who reads one text to its end before the next
 * begins needs nothing more.
 */
export function unitsOf(text: string): Units {
  if (text.length > KEPT_LENGTH) {
    const units = new Uint16Array(text.length + MARGIN);
    fill(units, bytesOf(units), text);
    return units;
  }
  if (kept === undefined) {
    const units = new Uint16Array(KEPT_LENGTH + MARGIN);
    kept = { units, bytes: bytesOf(units) };
  }
  if (keptText !== text) {
    fill(kept.units, kept.bytes, text);
    keptText = text;
  }
  return kept.units;
}

function bytesOf(units: Units): Buffer | undefined {
  return copies ? Buffer.from(units.buffer) : undefined;
}

function fill(units: Units, bytes: Buffer | undefined, text: string): void {
  if (bytes !== undefined) bytes.write(text, "utf16le");
  else for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  units.fill(0, text.length, text.length + MARGIN);
}
