import { type FieldError, ViveroError } from "@vivero/contracts";
import { nameKey } from "../name-key.ts";
import type { TreeRow, TreeRows } from "./tree-rows.ts";

/** An index entry of PostgreSQL holds 2,704 bytes; the tables' own check says the same. */
const LONGEST_NAME_KEY_BYTES = 2_600;
const MOST_ERRORS = 100;

/**
 * Stops a tree that the tables cannot hold as it is. Whoever sends it has to say what to leave out or change: an
 * import changes nothing silently.
 * @throws ViveroError INVALID_REQUEST, with the path in the answer of each entity at fault (the first hundred).
 */
export function refuseUnstorable(rows: TreeRows): void {
  const errors: FieldError[] = [];
  for (const row of [...rows.capabilities, ...rows.competencies, ...rows.skills]) {
    const problem = problemOf(row);
    if (problem) errors.push(problem);
    if (errors.length === MOST_ERRORS) break;
  }
  if (errors.length === 0) return;
  const first = errors[0];
  throw new ViveroError("INVALID_REQUEST", `The tree cannot be stored: ${first?.path} ${first?.message}.`, {
    details: { errors },
  });
}

/**
 * Stops texts that the tables cannot hold as they are: of one entity, by field. The name is due with something in it
 * when it is given.
 * @throws ViveroError INVALID_REQUEST, with each field at fault
 */
export function refuseUnstorableText({
  name,
  description,
}: {
  name: string | null;
  description: string | null;
}): void {
  const row = { name: name ?? "-", nameKey: nameKey(name ?? "-"), description, llmId: null, path: "" };
  const problem = problemOf(row);
  if (!problem) return;
  const path = problem.path.slice(1);
  throw new ViveroError("INVALID_REQUEST", `It cannot be stored: ${path} ${problem.message}.`, {
    details: { errors: [{ ...problem, path }] },
  });
}

function problemOf({
  name,
  nameKey,
  description,
  llmId,
  path,
}: Pick<TreeRow, "name" | "nameKey" | "description" | "llmId" | "path">): FieldError | undefined {
  if (nameKey === "") return { path: `${path}.name`, message: "is blank" };
  if (Buffer.byteLength(nameKey) > LONGEST_NAME_KEY_BYTES) {
    return {
      path: `${path}.name`,
      message: `is longer than ${LONGEST_NAME_KEY_BYTES} bytes when normalized`,
    };
  }
  for (const [field, text] of Object.entries({ name, description, id: llmId, path })) {
    if (text !== null && (text.includes("\0") || !text.isWellFormed())) {
      return {
        path: field === "path" ? field : `${path}.${field}`,
        message: "holds a NUL character or half a surrogate pair, which PostgreSQL cannot store",
      };
    }
  }
  return undefined;
}
