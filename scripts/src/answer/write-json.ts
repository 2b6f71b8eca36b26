import { nestedTooDeep } from "@vivero/contracts";

/**
 * A JSON value as text, however deep it is nested. JSON.stringify overflows the stack at some thousand levels; beyond what
 * contracts allow, the text is written without it and without indentation, which would be larger than the value itself.
 */
export function writeJson(value: unknown, indentation = 0): string {
  return nestedTooDeep(value) ? writeCompactly(value) : JSON.stringify(value, null, indentation);
}

/** Text that is due as it is, or a value that is still to be written. */
type Due = string | { readonly value: unknown };

function writeCompactly(value: unknown): string {
  const written: string[] = [];
  const due: Due[] = [{ value }];
  for (let next = due.pop(); next !== undefined; next = due.pop()) {
    if (typeof next === "string") written.push(next);
    else if (typeof next.value !== "object" || next.value === null) written.push(JSON.stringify(next.value));
    else for (const part of partsOf(next.value).reverse()) due.push(part);
  }
  return written.join("");
}

function partsOf(container: object): Due[] {
  if (Array.isArray(container)) {
    return ["[", ...container.flatMap((value, index) => [...comma(index), { value }]), "]"];
  }
  const members = Object.entries(container).filter(([, value]) => value !== undefined);
  const parts = members.flatMap(([name, value], index) => [
    ...comma(index),
    `${JSON.stringify(name)}:`,
    { value },
  ]);
  return ["{", ...parts, "}"];
}

const comma = (index: number) => (index === 0 ? [] : [","]);
