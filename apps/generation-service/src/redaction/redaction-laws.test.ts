import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailCases } from "./cases/email-cases.ts";
import { keyCases } from "./cases/key-cases.ts";
import { listCases } from "./cases/list-cases.ts";
import { readMarkedCase } from "./cases/marked-case.ts";
import { nationalIdCases } from "./cases/national-id-cases.ts";
import { passwordCases } from "./cases/password-cases.ts";
import { paymentCases } from "./cases/payment-cases.ts";
import { phoneCases } from "./cases/phone-cases.ts";
import { planningCases } from "./cases/planning-cases.ts";
import { redact } from "./redact.ts";
import { RedactionMemory } from "./redaction-memory.ts";

const tables = [
  emailCases,
  listCases,
  keyCases,
  nationalIdCases,
  passwordCases,
  paymentCases,
  phoneCases,
  planningCases,
];
const sensitive = tables.flatMap((table) => table.sensitive).map(readMarkedCase);
const ordinary = tables.flatMap((table) => table.ordinary).map((marked) => readMarkedCase(marked).text);
const sensitiveTexts = sensitive.map(({ text }) => text);
const values = sensitive.flatMap(({ text, expected }) =>
  expected.map(({ start, end }) => text.slice(start, end)),
);
const glue =
  ' |: |=|, | / |\n|\n\n|-|.|/|@|(|)|"|[EMAIL_1]|[PHONE_2] | y |Tel. |clave |contraseña: |RUT |pedido |://|123|é'.split(
    "|",
  );

const separators = [
  "",
  " ",
  ",",
  ", ",
  "/",
  "-",
  ".",
  ":",
  ";",
  "|",
  "_",
  "\n",
  " - ",
  "–",
  "(",
  ")",
  "@",
  "+",
];

const sentence = fc.constantFrom(...sensitiveTexts, ...ordinary);
const noise = fc.oneof(fc.string({ maxLength: 12 }), fc.stringMatching(/^[\d .()+-]{1,18}$/));
/** Sentences of the tables, values, labels and noise, glued together in ways that nobody would write. */
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...values), fc.constantFrom(...glue), sentence, noise), { maxLength: 12 })
  .map((pieces) => pieces.join(""));
const runs = { numRuns: 1_000 };
const patience = 120_000;

describe("redaction, whatever the text", () => {
  it(
    "changes nothing when its result is redacted again",
    () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const once = redact(text).text;
          expect(redact(once)).toEqual({ text: once, redacted: false, findings: [], spans: [] });
        }),
        runs,
      );
    },
    patience,
  );

  it(
    "changes nothing the second time in long lists of a few values",
    () => {
      const pair = fc.tuple(fc.constantFrom(...values), fc.constantFrom(...values));
      fc.assert(
        fc.property(pair, fc.constantFrom(...separators), ([one, other], separator) => {
          const once = redact(
            Array.from({ length: 30 }, (_, index) => (index % 2 ? one : other)).join(separator),
          );
          expect(redact(once.text).text).toBe(once.text);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    "gives placeholders where it says so, in order, and leaves a text without findings as it was",
    () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const { text: output, redacted, findings, spans } = redact(text);
          let end = 0;
          for (const span of spans) {
            expect(span.start).toBeGreaterThanOrEqual(end);
            expect(output.slice(span.start, span.end)).toBe(`[${span.label}]`);
            end = span.end;
          }
          expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(spans.length);
          if (!redacted) expect(output).toBe(text);
        }),
        runs,
      );
    },
    patience,
  );

  it(
    "gives the same for paragraphs together as for each alone with one memory",
    () => {
      fc.assert(
        fc.property(fc.array(sentence, { maxLength: 12 }), (paragraphs) => {
          const memory = new RedactionMemory();
          const alone = paragraphs.map((paragraph) => redact(paragraph, memory).text);
          expect(redact(paragraphs.join("\n\n")).text).toBe(alone.join("\n\n"));
        }),
        runs,
      );
    },
    patience,
  );

  it(
    "leaves no marked value in the text, wherever its sentence stands",
    () => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...sensitive), { maxLength: 12 }), (chosen) => {
          const { text } = redact(chosen.map((each) => each.text).join("\n"));
          const secrets = chosen.flatMap((each) =>
            each.expected.map(({ start, end }) => each.text.slice(start, end)),
          );
          expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
        }),
        runs,
      );
    },
    patience,
  );
});
