import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "./csv-line.ts";

/** Reads one line as RFC 4180 says. */
function parse(line: string): string[] {
  const cells = [...`${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*)),/g)];
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

describe("a line of CSV", () => {
  it("quotes what needs it, and makes formulas text", () => {
    expect(csvLine(["a", 'say "no"', "1,2", "two\nlines", ""])).toBe(
      'a,"say ""no""","1,2","two\nlines",\r\n',
    );
    expect(csvLine(["=HYPERLINK(1)", "+1", "-1", "@a", "\t=1"])).toBe("'=HYPERLINK(1),'+1,'-1,'@a,'\t=1\r\n");
  });

  it("gives any texts back, and none that begins like a formula", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",;a') }),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 2 }), (cells) => {
        const read = parse(csvLine(cells).slice(0, -2));
        expect(read).toEqual(cells.map(harmless));
      }),
    );
  });
});
