import { BOUNDS, FIELDS, type Field } from "./fields.ts";
import type { FieldValue, Values } from "./values.ts";

/** What is wrong with a field: a word that the page has a sentence for, and its bound. */
export interface Fault {
  readonly code: "required" | "tooLong" | "itemTooLong" | "tooMany" | "wholeNumber" | "monthsRange";
  readonly bound?: number;
}

function faultOf({ kind, required }: Field, value: FieldValue | undefined): Fault | null {
  if (Array.isArray(value)) {
    const lines = value.filter((line) => line.trim() !== "");
    if (lines.length > BOUNDS.listItems) return { code: "tooMany", bound: BOUNDS.listItems };
    return lines.some((line) => line.trim().length > BOUNDS.listItem)
      ? { code: "itemTooLong", bound: BOUNDS.listItem }
      : null;
  }
  const text = String(value ?? "").trim();
  if (text === "") return required ? { code: "required" } : null;
  if (kind === "months") {
    const months = Number(text);
    if (!Number.isInteger(months)) return { code: "wholeNumber" };
    return months < BOUNDS.leastMonths || months > BOUNDS.mostMonths
      ? { code: "monthsRange", bound: BOUNDS.mostMonths }
      : null;
  }
  const most = kind === "line" ? BOUNDS.line : BOUNDS.prose;
  return text.length > most ? { code: "tooLong", bound: most } : null;
}

/** What is wrong, by path; empty when the model can be asked. */
export function faultsOf(values: Values): Map<string, Fault> {
  return new Map(
    FIELDS.flatMap((field) => {
      const fault = faultOf(field, values[field.path]);
      return fault ? [[field.path, fault] as const] : [];
    }),
  );
}
