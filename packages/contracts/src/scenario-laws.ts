import type { FieldError } from "./errors.ts";
import { shortened } from "./schema.ts";

/** As far as a law needs to know it; everything may be absent or of another type, the schema says that. */
type Loose = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): Loose[] =>
  Array.isArray(value)
    ? value.filter((item): item is Loose => typeof item === "object" && item !== null)
    : [];

/** Names are the same regardless of case, width and spaces, as in the catalog. */
const keyOf = (value: unknown) =>
  typeof value === "string"
    ? value.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim()
    : undefined;

/** Each sibling that bears the name or the id of one before it. */
function siblingFaults(siblings: readonly Loose[], path: string): FieldError[] {
  return (["id", "name"] as const).flatMap((field) => {
    const seen = new Map<string, number>();
    return siblings.flatMap((sibling, index) => {
      const key = keyOf(sibling[field]);
      if (!key) return [];
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, index);
        return [];
      }
      return [
        {
          path: `${path}[${index}].${field}`,
          message: `is the same as that of ${path}[${first}]`,
          messageEs: `es igual al de ${path}[${first}]`,
          value: shortened(sibling[field]),
          hint: "Make them differ, or keep one of the two.",
          hintEs: "Diferéncielos o conserve uno de los dos.",
        },
      ];
    });
  });
}

/** Every competency with where it stands. */
function competenciesOf(capabilities: readonly Loose[]) {
  return capabilities.flatMap((capability, index) => {
    const path = `capabilities[${index}].competencies`;
    return listOf(capability.competencies).map((competency, at) => ({ competency, path: `${path}[${at}]` }));
  });
}

/** Key competencies that no competency of the answer bears as its name or id. */
function referenceFaults(roles: readonly Loose[], competencies: readonly Loose[]): FieldError[] {
  const known = new Set(competencies.flatMap(({ id, name }) => [keyOf(id), keyOf(name)]));
  return roles.flatMap((role, index) => {
    const references = Array.isArray(role.key_competencies) ? role.key_competencies : [];
    return references.flatMap((reference: unknown, at) =>
      typeof reference !== "string" || known.has(keyOf(reference))
        ? []
        : [
            {
              path: `suggested_roles[${index}].key_competencies[${at}]`,
              message: "refers to no competency of the answer",
              messageEs: "no se refiere a ninguna competencia de la respuesta",
              value: shortened(reference),
              hint: "Use the name or id of a competency, or add it.",
              hintEs: "Use el nombre o id de una competencia, o agréguela.",
            },
          ],
    );
  });
}

/** Percentages are given as whole numbers or rounded; that much may be lost in rounding. */
const ROUNDING = 1;

/** Shares of a role's talent that do not make a whole. */
function percentageFaults(roles: readonly Loose[]): FieldError[] {
  return roles.flatMap((role, index) => {
    const composition = role.talent_composition;
    if (typeof composition !== "object" || composition === null) return [];
    const shares = Object.entries(composition)
      .filter(([name, share]) => /percent|porcentaje|%/i.test(name) && typeof share === "number")
      .map(([, share]) => share as number);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (shares.length < 2 || Math.abs(sum - 100) <= ROUNDING) return [];
    return [
      {
        path: `suggested_roles[${index}].talent_composition`,
        message: `has percentages that sum to ${sum} and not to 100`,
        messageEs: `tiene porcentajes que suman ${sum} y no 100`,
        value: shortened(composition),
      },
    ];
  });
}

const partsOf = (value: unknown): { tree: Loose[]; roles: Loose[] } => {
  const { capabilities, suggested_roles } = (
    typeof value === "object" && value !== null ? value : {}
  ) as Loose;
  return { tree: listOf(capabilities), roles: listOf(suggested_roles) };
};

/**
 * Siblings of the tree that are doubles by name or id: faults of what would be imported. Takes any value; each says where.
 */
export function treeLawFaults(value: unknown): FieldError[] {
  const { tree } = partsOf(value);
  return [
    ...siblingFaults(tree, "capabilities"),
    ...tree.flatMap((capability, index) =>
      siblingFaults(listOf(capability.competencies), `capabilities[${index}].competencies`),
    ),
    ...competenciesOf(tree).flatMap(({ competency, path }) =>
      siblingFaults(listOf(competency.skills), `${path}.skills`),
    ),
  ];
}

/**
 * Suggested roles whose key competencies refer to nothing or whose percentages do not sum to 100. Roles are not imported:
 * these are told, and keep no tree from the catalog. Takes any value; each says where.
 */
export function roleLawFaults(value: unknown): FieldError[] {
  const { tree, roles } = partsOf(value);
  const competencies = competenciesOf(tree).map(({ competency }) => competency);
  return [...referenceFaults(roles, competencies), ...percentageFaults(roles)];
}
