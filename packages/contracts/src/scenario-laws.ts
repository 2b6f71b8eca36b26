import type { FieldError } from "./errors.ts";
import { shortened } from "./schema.ts";
import { talentShareFaults } from "./talent-shares.ts";

/** As far as a law needs to know it; everything may be absent or of another type, the schema says that. */
type Loose = Readonly<Record<string, unknown>>;

/** An object of the answer and where it stands. */
interface Placed {
  readonly item: Loose;
  readonly path: string;
}

/** The objects of a list, each with its own place in it; empty when it is no list. */
const placed = (list: unknown, path: string): Placed[] =>
  Array.isArray(list)
    ? list.flatMap((item: unknown, index) =>
        typeof item === "object" && item !== null ? [{ item: item as Loose, path: `${path}[${index}]` }] : [],
      )
    : [];

/** Names are the same regardless of case, width and spaces, as in the catalog. */
const keyOf = (value: unknown) =>
  typeof value === "string"
    ? value.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim()
    : undefined;

/** Each sibling that bears the name or the id of one before it. */
function siblingFaults(siblings: readonly Placed[]): FieldError[] {
  return (["id", "name"] as const).flatMap((field) => {
    const seen = new Map<string, string>();
    return siblings.flatMap(({ item, path }) => {
      const key = keyOf(item[field]);
      if (!key) return [];
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, path);
        return [];
      }
      return [
        {
          path: `${path}.${field}`,
          message: `is the same as that of ${first}`,
          messageEs: `es igual al de ${first}`,
          value: shortened(item[field]),
          hint: "Make them differ, or keep one of the two.",
          hintEs: "Diferéncielos o conserve uno de los dos.",
        },
      ];
    });
  });
}

/** Key competencies that no competency of the answer bears as its name or id. */
function referenceFaults(roles: readonly Placed[], competencies: readonly Placed[]): FieldError[] {
  const known = new Set(competencies.flatMap(({ item: { id, name } }) => [keyOf(id), keyOf(name)]));
  return roles.flatMap(({ item: role, path }) => {
    const references = Array.isArray(role.key_competencies) ? role.key_competencies : [];
    return references.flatMap((reference: unknown, at) =>
      typeof reference !== "string" || known.has(keyOf(reference))
        ? []
        : [
            {
              path: `${path}.key_competencies[${at}]`,
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

/** The lists that laws are about. A competency's list is that of one capability, a skill's that of one competency. */
function partsOf(value: unknown) {
  const answer = (typeof value === "object" && value !== null ? value : {}) as Loose;
  const capabilities = placed(answer.capabilities, "capabilities");
  const competencies = capabilities.map(({ item, path }) =>
    placed(item.competencies, `${path}.competencies`),
  );
  const skills = competencies.flat().map(({ item, path }) => placed(item.skills, `${path}.skills`));
  return { capabilities, competencies, skills, roles: placed(answer.suggested_roles, "suggested_roles") };
}

/**
 * Siblings of the tree that are doubles by name or id: faults of what would be imported. Takes any value; each says where.
 */
export function treeLawFaults(value: unknown): FieldError[] {
  const { capabilities, competencies, skills } = partsOf(value);
  return [capabilities, ...competencies, ...skills].flatMap(siblingFaults);
}

/**
 * Suggested roles whose key competencies refer to nothing or whose shares of talent make no whole. Roles are not imported:
 * these are told, and keep no tree from the catalog. Takes any value; each says where.
 */
export function roleLawFaults(value: unknown): FieldError[] {
  const { competencies, roles } = partsOf(value);
  return [
    ...referenceFaults(roles, competencies.flat()),
    ...roles.flatMap(({ item, path }) =>
      talentShareFaults(item.talent_composition, `${path}.talent_composition`),
    ),
  ];
}
