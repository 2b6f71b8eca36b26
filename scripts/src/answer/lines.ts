const NEWLINE = "\n".charCodeAt(0);

/**
 * The lines of a stream of bytes, without the `\n` that ends them. Nothing else ends one: U+2028 and U+2029 may stand
 * in a JSON text, and a `\r` before the `\n` is white space to it.
 */
export async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)]);
      begun = [];
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
  }
  const last = Buffer.concat(begun);
  if (last.length > 0) yield last;
}
