import type { FieldError } from "./errors.ts";
import { shortened } from "./schema.ts";

/** The members of `talent_composition` that the contract names. */
const SHARES = ["human_percentage", "synthetic_percentage"] as const;

/** Percentages are given as whole numbers or rounded; that much may be lost in rounding. */
const ROUNDING = 1;

/**
 * What is wrong with a role's `talent_composition`, which stands at `path`. Judged are `human_percentage` and
 * `synthetic_percentage`, as numbers or as text such as `60 %`: each is from 0 to 100, and where both are given they sum to
 * 100. Less than that is no fault where another member might be the rest. Members of other names are not judged: what
 * they mean would be a guess. Takes any value.
 */
export function talentShareFaults(composition: unknown, path: string): FieldError[] {
  if (typeof composition !== "object" || composition === null) return [];
  const members = composition as Readonly<Record<string, unknown>>;
  const given = SHARES.flatMap((name) => {
    const share = percentage(members[name]);
    return share === undefined ? [] : [{ name, share }];
  });
  const outside = given.filter(({ share }) => share < 0 || share > 100);
  if (outside.length > 0) return outside.map(({ name }) => rangeFault(members[name], `${path}.${name}`));
  const sum = hundredths(given.reduce((total, { share }) => total + share, 0));
  const wrong = sum > 100 + ROUNDING || (sum < 100 - ROUNDING && !mayHoldTheRest(members));
  return given.length === SHARES.length && wrong ? [sumFault(members, sum, path)] : [];
}

function percentage(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const [, digits] = typeof value === "string" ? (/^\s*(-?\d+(?:[.,]\d+)?)\s*%?\s*$/.exec(value) ?? []) : [];
  return digits === undefined ? undefined : Number(digits.replace(",", "."));
}

/** Binary fractions sum to 120.30000000000001. */
const hundredths = (value: number) => Math.round(value * 100) / 100;

function mayHoldTheRest(members: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(members)
    .filter(([name]) => !SHARES.some((share) => share === name))
    .some(([, value]) => (typeof value === "object" && value !== null) || percentage(value) !== undefined);
}

function rangeFault(value: unknown, path: string): FieldError {
  return {
    path,
    message: "must be from 0 to 100",
    messageEs: "debe ser de 0 a 100",
    value: shortened(value),
    hint: "Give the share in percent.",
    hintEs: "Indique la parte en porcentaje.",
  };
}

function sumFault(members: Readonly<Record<string, unknown>>, sum: number, path: string): FieldError {
  return {
    path,
    message: `has percentages that sum to ${sum} and not to 100`,
    messageEs: `tiene porcentajes que suman ${sum} y no 100`,
    value: shortened(Object.fromEntries(SHARES.map((name) => [name, members[name]]))),
    hint: `Make ${SHARES.join(" and ")} sum to 100.`,
    hintEs: `Haga que ${SHARES.join(" y ")} sumen 100.`,
  };
}
