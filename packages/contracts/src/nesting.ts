import type { FieldError } from "./errors.ts";

/**
 * How many lists and objects may stand in each other. Beyond this, neither JSON.stringify nor PostgreSQL's jsonb is sure to
 * take a value; a scenario needs seven.
 */
export const DEEPEST_NESTING = 1_000;

/** As much of the path is told: more than a scenario has, and few enough to be read. */
const SHOWN_STEPS = 10;

/** A list or object whose members are being looked at, and how many of them were. */
interface Container {
  readonly value: object;
  readonly members: readonly unknown[];
  seen: number;
}

/**
 * The fault of a value that is nested more than {@link DEEPEST_NESTING} levels deep, with the first ten steps of the path
 * that leads down; undefined of any other. Without recursion: that is what it guards against. Takes any value.
 */
export function nestedTooDeep(value: unknown): FieldError | undefined {
  const open: Container[] = isObject(value) ? [containerOf(value)] : [];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    if (inner.seen === inner.members.length) {
      open.pop();
      continue;
    }
    const member = inner.members[inner.seen++];
    if (!isObject(member)) continue;
    if (open.length === DEEPEST_NESTING) return fault(pathOf(open.slice(0, SHOWN_STEPS)));
    open.push(containerOf(member));
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const containerOf = (value: object): Container => ({
  value,
  members: Array.isArray(value) ? value : Object.values(value),
  seen: 0,
});

function pathOf(containers: readonly Container[]): string {
  return containers
    .map(({ value, seen }) => (Array.isArray(value) ? `[${seen - 1}]` : `.${Object.keys(value)[seen - 1]}`))
    .join("")
    .replace(/^\./, "");
}

const fault = (path: string): FieldError => ({
  path,
  message: `is nested more than ${DEEPEST_NESTING} levels deep`,
  messageEs: `está anidado en más de ${DEEPEST_NESTING} niveles`,
  hint: "Say the same with fewer levels, or leave it out.",
  hintEs: "Diga lo mismo con menos niveles o quítelo.",
});
