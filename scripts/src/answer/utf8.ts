import { OperationError } from "../command/operation-error.ts";

/** What a lenient decoder puts where bytes are no character; it may also stand in a text of its own right. */
const REPLACEMENT = "\uFFFD";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/**
 * The text of bytes in UTF-8, with its byte order mark if it has one.
 * @param what the bytes are, for the error: `The text`.
 * @throws OperationError when they are not UTF-8, with the place of the first byte that is none.
 */
export function decodeUtf8(bytes: Buffer, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const offset = firstBadByte(bytes);
    const byte = bytes.toString("hex", offset, offset + 1).toUpperCase();
    throw new OperationError(
      `${what} is not UTF-8: the byte ${byte} at its byte offset ${offset} belongs to no character.`,
      {
        next: ["Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW-FILE"],
        cause,
      },
    );
  }
}

/** Everything before the first replaced character was whole, so its length in bytes is that of the text. */
function firstBadByte(bytes: Buffer): number {
  let offset = 0;
  for (const whole of bytes.toString("utf8").split(REPLACEMENT)) {
    offset += Buffer.byteLength(whole);
    if (!bytes.subarray(offset, offset + REPLACEMENT_BYTES.length).equals(REPLACEMENT_BYTES)) break;
    offset += REPLACEMENT_BYTES.length;
  }
  return offset;
}
