/** The three kinds of the tree, by level. */
const TYPES = ["capability", "competency", "skill"] as const;
const CHILDREN = ["capabilities", "competencies", "skills"] as const;
const RATINGS = ["importance", "required_level", undefined] as const;

export type NodeType = (typeof TYPES)[number];

/** One entity of an answer, as far as the answer has it: while it streams anything may still be missing. */
export interface AnswerNode {
  /** `capabilities[0].competencies[2]`, as journal and validation name places. */
  readonly path: string;
  readonly parentPath: string | null;
  readonly level: 1 | 2 | 3;
  readonly type: NodeType;
  readonly name: string;
  readonly description: string;
  /** Importance of a capability or required level of a competency, from 1 to 5. */
  readonly rating: number | null;
  readonly children: number;
  readonly setSize: number;
  readonly position: number;
}

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** Every capability, competency and skill of a read or still arriving answer, each before its children. Never throws. */
export function answerNodes(answer: unknown): AnswerNode[] {
  const nodes: AnswerNode[] = [];
  const visit = (parent: Loose, parentPath: string | null, depth: 0 | 1 | 2): void => {
    const key = CHILDREN[depth];
    const siblings = listOf(parent[key]);
    siblings.forEach((item, index) => {
      if (!isObject(item)) return;
      const path = `${parentPath === null ? "" : `${parentPath}.`}${key}[${index}]`;
      const rating = RATINGS[depth] === undefined ? null : item[RATINGS[depth]];
      const below = depth === 2 ? undefined : CHILDREN[depth + 1];
      nodes.push({
        path,
        parentPath,
        level: (depth + 1) as 1 | 2 | 3,
        type: TYPES[depth],
        name: textOf(item.name),
        description: textOf(item.description),
        rating: typeof rating === "number" ? rating : null,
        children: below === undefined ? 0 : listOf(item[below]).length,
        setSize: siblings.length,
        position: index + 1,
      });
      if (depth < 2) visit(item, path, (depth + 1) as 1 | 2);
    });
  };
  if (isObject(answer)) visit(answer, null, 0);
  return nodes;
}

/** How many of each kind there are. */
export function countNodes(nodes: readonly AnswerNode[]): Record<(typeof CHILDREN)[number], number> {
  const counts = { capabilities: 0, competencies: 0, skills: 0 };
  for (const { level } of nodes) counts[CHILDREN[level - 1] ?? "skills"]++;
  return counts;
}

const ENTITY = /^capabilities\[\d+\](\.competencies\[\d+\](\.skills\[\d+\])?)?/;

/** The entity that a place in the answer belongs to, null for one outside of the tree. */
export function entityPathOf(path: string): string | null {
  return ENTITY.exec(path)?.[0] ?? null;
}
