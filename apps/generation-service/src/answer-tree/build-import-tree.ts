import type { ImportCapability, SkippedPart } from "@vivero/contracts";

/** The longest name that the catalog takes (contract `ImportInput`). */
const LONGEST_NAME = 500;

/** What of an answer the catalog can take, and what had to be left out. */
export type ImportTree = { capabilities: ImportCapability[]; skipped: SkippedPart[] };

type Fields = Record<string, unknown>;
type Competency = ImportCapability["competencies"][number];
type Skill = Competency["skills"][number];
type Node = Skill;

/**
 * The tree of a read answer as the catalog imports it. A valid answer goes in whole; of an invalid one everything that
 * has a usable name goes in, in its place, and whatever does not is named in `skipped` with the reason. Nothing is made up,
 * shortened or moved. Pure: the same answer always gives the same tree, on which the import's idempotency rests.
 */
export function buildImportTree(answer: unknown): ImportTree {
  const skipped: SkippedPart[] = [];
  const capabilities = children(answer, "capabilities", "", skipped).flatMap(([part, path]) => {
    const node = readNode(part, path, skipped);
    if (node === null) return [];
    const importance = readLevel(part, "importance", path, skipped);
    const competencies = children(part, "competencies", path, skipped).flatMap(([inner, innerPath]) =>
      readCompetency(inner, innerPath, skipped),
    );
    noteUnknown(part, ["importance", "competencies"], path, skipped);
    return [{ ...node, importance, competencies }];
  });
  return { capabilities, skipped };
}

function readCompetency(part: unknown, path: string, skipped: SkippedPart[]): Competency[] {
  const node = readNode(part, path, skipped);
  if (node === null) return [];
  const requiredLevel = readLevel(part, "required_level", path, skipped);
  const skills = children(part, "skills", path, skipped).flatMap(([inner, innerPath]) => {
    const skill = readNode(inner, innerPath, skipped);
    if (skill !== null) noteUnknown(inner, [], innerPath, skipped);
    return skill === null ? [] : [skill];
  });
  noteUnknown(part, ["required_level", "skills"], path, skipped);
  return [{ ...node, requiredLevel, skills }];
}

function children(
  parent: unknown,
  field: string,
  parentPath: string,
  skipped: SkippedPart[],
): [unknown, string][] {
  const list = isObject(parent) ? parent[field] : undefined;
  const path = parentPath === "" ? field : `${parentPath}.${field}`;
  if (Array.isArray(list)) return list.map((part, index) => [part, `${path}[${index}]`]);
  if (list !== undefined && list !== null) skipped.push({ path, reason: "is not a list" });
  return [];
}

function readNode(part: unknown, path: string, skipped: SkippedPart[]): Node | null {
  if (!isObject(part)) {
    skipped.push({ path, reason: "is not an object with a name" });
    return null;
  }
  const { name } = part;
  const problem = nameProblem(name);
  if (problem !== null) {
    const below = countBelow(part);
    skipped.push({ path, reason: below === "" ? problem : `${problem}; left out with it: ${below}` });
    return null;
  }
  return {
    llmId: readText(part, "id", path, skipped),
    name: name as string,
    description: readText(part, "description", path, skipped),
    path,
  };
}

function nameProblem(name: unknown): string | null {
  if (name === undefined || name === null) return "has no name";
  if (typeof name !== "string") return "has a name that is not a text";
  if (!/\S/u.test(name)) return "has an empty name";
  return [...name].length > LONGEST_NAME ? `has a name of more than ${LONGEST_NAME} characters` : null;
}

function countBelow(part: Fields): string {
  const competencies = Array.isArray(part.competencies) ? part.competencies : [];
  const skillsOf = (inner: unknown) =>
    isObject(inner) && Array.isArray(inner.skills) ? inner.skills.length : 0;
  const skills = skillsOf(part) + competencies.reduce((sum: number, inner) => sum + skillsOf(inner), 0);
  return [counted(competencies.length, "competency", "competencies"), counted(skills, "skill", "skills")]
    .filter((words) => words !== "")
    .join(" and ");
}

function counted(count: number, one: string, many: string): string {
  if (count === 0) return "";
  return `${count} ${count === 1 ? one : many}`;
}

function readText(part: Fields, field: string, path: string, skipped: SkippedPart[]): string | null {
  const value = part[field];
  if (typeof value === "string") return value;
  if (value !== undefined && value !== null)
    skipped.push({ path: `${path}.${field}`, reason: "is not a text" });
  return null;
}

function readLevel(part: unknown, field: string, path: string, skipped: SkippedPart[]): number | null {
  const value = isObject(part) ? part[field] : undefined;
  if (value === undefined || value === null) return null;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 5) return value as number;
  skipped.push({ path: `${path}.${field}`, reason: "is not an integer from 1 to 5" });
  return null;
}

function noteUnknown(part: unknown, known: readonly string[], path: string, skipped: SkippedPart[]): void {
  const fields = ["id", "name", "description", ...known];
  for (const field of Object.keys(part as Fields).filter((key) => !fields.includes(key))) {
    skipped.push({ path: `${path}.${field}`, reason: "is not a field of this contract" });
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
