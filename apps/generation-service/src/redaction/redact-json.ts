import type { Finding } from "./finding.ts";
import { countByKind, findSensitive, type RedactionCount, redactFound } from "./redact.ts";
import { findPlaceholders, type RedactionKind } from "./redaction-kind.ts";
import { RedactionMemory } from "./redaction-memory.ts";

export type JsonRedaction<Value> = { value: Value; redacted: boolean; findings: RedactionCount[] };

/** A field that is a password by its name: its whole value is one, whatever it looks like. */
const passwordField = /(?:contrase[ñn]a|password|passwd|pwd|passphrase|passcode|senha)$/iu;
/** The end of a field's name is enough of a label, and keeps a long name from costing its length for each of many values. */
const longestLabel = 64;
/** Between the words of a name like `telefonoMovil`. */
const camelJoint = /(?<=\p{Ll})(?=\p{Lu}\p{Ll})/gu;
/** Written by a person or a tool in place of a value that is not there. */
const noValue = /^\s*$|^\[[A-Z_]+_\d+\]$|^\*+$/;

/**
 * A copy of a JSON value with every string in it redacted, keys too, in the order of the document and with `memory`'s numbers: an e-mail
 * address is the same placeholder here and in a text redacted with the same memory. A field's name counts as the label before its value
 * (`{"telefono": "612345678"}`). Numbers, booleans and nulls stay. Any depth; time linear in the size.
 */
export function redactJson<Value>(
  value: Value,
  memory: RedactionMemory = new RedactionMemory(),
): JsonRedaction<Value> {
  // First of all, so that a placeholder which stands in a later string is not given to a value of an earlier one.
  copyJson(value, (text) => {
    for (const { label } of findPlaceholders(text)) memory.reserve(label);
    return text;
  });
  const replaced: { kind: RedactionKind }[] = [];
  const redactString = (text: string, field: string | undefined): string => {
    const redaction = redactFound(text, memory, (current) => findInField(current, field));
    for (const span of redaction.spans) replaced.push(span);
    return redaction.text;
  };
  const copy = copyJson(value, redactString);
  return { value: copy as Value, redacted: replaced.length > 0, findings: countByKind(replaced) };
}

function findInField(text: string, field: string | undefined): Finding[] {
  if (field === undefined) return findSensitive(text);
  if (passwordField.test(field)) {
    return noValue.test(text) ? [] : [{ start: 0, end: text.length, kind: "password", identity: text }];
  }
  const label = `${field.slice(-longestLabel).replace(camelJoint, " ")}: `;
  return findSensitive(label + text).flatMap((finding) =>
    finding.start < label.length
      ? []
      : [{ ...finding, start: finding.start - label.length, end: finding.end - label.length }],
  );
}

type Container = unknown[] | Record<string, unknown>;
type Step = { source: unknown; field: string | undefined; place: (copy: unknown) => void };

/** Copies without recursion, so that no depth of nesting can overflow the stack; `redactString` sees the strings in the document's order. */
function copyJson(
  value: unknown,
  redactString: (text: string, field: string | undefined) => string,
): unknown {
  let root: unknown;
  const steps: Step[] = [
    {
      source: value,
      field: undefined,
      place: (copy) => {
        root = copy;
      },
    },
  ];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { source, field, place } = step;
    if (typeof source === "string") place(redactString(source, field));
    else if (typeof source !== "object" || source === null) place(source);
    else {
      const copy: Container = Array.isArray(source) ? [] : {};
      place(copy);
      for (const next of stepsInto(copy, source, field, redactString).reverse()) steps.push(next);
    }
  }
  return root;
}

function stepsInto(
  copy: Container,
  source: object,
  field: string | undefined,
  redactString: (text: string, field: string | undefined) => string,
): Step[] {
  if (Array.isArray(copy)) {
    return (source as unknown[]).map((item, index) => ({
      source: item,
      field,
      place: (made) => {
        copy[index] = made;
      },
    }));
  }
  const lastNumbers = new Map<string, number>();
  return Object.entries(source).map(([key, item]) => {
    const name = freeName(copy, redactString(key, undefined), lastNumbers);
    // Defined and not assigned: "__proto__" is a name like any other in JSON.
    const place = (made: unknown) => {
      Object.defineProperty(copy, name, {
        value: made,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    };
    place(undefined);
    return { source: item, field: key, place };
  });
}

/**
 * `name`, or `name (2)` and so on when two keys became the same placeholder: no value may overwrite another. `lastNumbers` are those given in
 * this object, from which the search goes on.
 */
function freeName(copy: object, name: string, lastNumbers: Map<string, number>): string {
  if (!Object.hasOwn(copy, name)) return name;
  let number = (lastNumbers.get(name) ?? 1) + 1;
  while (Object.hasOwn(copy, `${name} (${number})`)) number++;
  lastNumbers.set(name, number);
  return `${name} (${number})`;
}
