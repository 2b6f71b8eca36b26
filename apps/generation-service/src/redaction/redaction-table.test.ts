import { describe, expect, it } from "vitest";
import { emailCases } from "./cases/email-cases.ts";
import { heldOutCases } from "./cases/held-out-cases.ts";
import { keyCases } from "./cases/key-cases.ts";
import { listCases } from "./cases/list-cases.ts";
import { type CaseTable, readMarkedCase, score } from "./cases/marked-case.ts";
import { nationalIdCases } from "./cases/national-id-cases.ts";
import { passwordCases } from "./cases/password-cases.ts";
import { paymentCases } from "./cases/payment-cases.ts";
import { phoneCases } from "./cases/phone-cases.ts";
import { planningCases } from "./cases/planning-cases.ts";
import { secondHeldOutCases } from "./cases/second-held-out-cases.ts";
import { findSensitive } from "./redact.ts";
import { redactionKinds } from "./redaction-kind.ts";

const tables: Record<string, CaseTable> = {
  "e-mail addresses": emailCases,
  telephones: phoneCases,
  "national ids": nationalIdCases,
  "cards and accounts": paymentCases,
  "keys and tokens": keyCases,
  passwords: passwordCases,
  "lists and exports": listCases,
  "planners' prose": planningCases,
  "sentences held out": heldOutCases,
  "sentences held out later": secondHeldOutCases,
};

const sensitive = Object.values(tables).flatMap((table) => table.sensitive);
const ordinary = Object.values(tables).flatMap((table) => table.ordinary);

function find(text: string) {
  return findSensitive(text).map(({ start, end, kind }) => ({ start, end, kind }));
}

describe.each(Object.entries(tables))("the table of %s", (_name, table) => {
  it.each(table.sensitive)("finds exactly what is marked in: %s", (marked) => {
    const { text, expected } = readMarkedCase(marked);
    expect(find(text)).toEqual(expected);
  });

  it.each(table.ordinary)("finds nothing in: %s", (marked) => {
    expect(find(readMarkedCase(marked).text)).toEqual([]);
  });
});

describe("the whole table", () => {
  it("has at least 150 sentences with and 150 without sensitive values, all different", () => {
    expect(new Set(sensitive).size).toBeGreaterThanOrEqual(150);
    expect(new Set(ordinary).size).toBeGreaterThanOrEqual(150);
    expect(new Set([...sensitive, ...ordinary]).size).toBe(sensitive.length + ordinary.length);
  });

  it("has a precision and a recall of 1 for every kind, counted value by value", () => {
    const results = [...sensitive, ...ordinary].map((marked) => {
      const { text, expected } = readMarkedCase(marked);
      return { expected, found: find(text) };
    });
    const rows = score(redactionKinds, results).map(
      ({ kind, truePositives, falsePositives, falseNegatives }) => {
        const precision = truePositives / (truePositives + falsePositives);
        const recall = truePositives / (truePositives + falseNegatives);
        return `${kind}: ${truePositives + falseNegatives} values, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
      },
    );
    expect(rows).toMatchInlineSnapshot(`
      [
        "private_key: 5 values, precision 1.000, recall 1.000",
        "connection_string: 15 values, precision 1.000, recall 1.000",
        "api_key: 38 values, precision 1.000, recall 1.000",
        "token: 7 values, precision 1.000, recall 1.000",
        "password: 72 values, precision 1.000, recall 1.000",
        "secret: 27 values, precision 1.000, recall 1.000",
        "iban: 20 values, precision 1.000, recall 1.000",
        "card: 41 values, precision 1.000, recall 1.000",
        "national_id: 91 values, precision 1.000, recall 1.000",
        "email: 45 values, precision 1.000, recall 1.000",
        "phone: 108 values, precision 1.000, recall 1.000",
      ]
    `);
  });
});
