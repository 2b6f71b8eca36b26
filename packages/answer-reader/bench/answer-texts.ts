/** A valid scenario's answer of about this many characters. */
function answerOf(size: number): string {
  const capabilities: object[] = [];
  let length = 0;
  let serial = 0;
  const named = (kind: string) => {
    serial++;
    length += 95;
    return { id: `${kind}-${serial}`, name: `${kind} ${serial}` };
  };
  const skill = () => {
    length += 130;
    return { ...named("Skill"), description: 'Reads figures, asks why and says "done" aloud, each week.' };
  };
  const several = <One>(most: number, make: () => One): One[] => {
    const list = [make()];
    while (list.length < most && length < size - 300) list.push(make());
    return list;
  };
  const competency = () => ({ ...named("Competency"), required_level: 3, skills: several(4, skill) });
  while (capabilities.length === 0 || length < size - 300) {
    capabilities.push({
      ...named("Capability"),
      importance: 4,
      competencies: several(3, competency),
    });
  }
  const scenario_metadata = { name: "Benchmark", horizon_months: 18 };
  return JSON.stringify({ scenario_metadata, capabilities, confidence_score: 0.8 }, null, 2);
}

/** The text with one part of `every` members changed: 1 breaks each of them. */
function breaking(text: string, every: number, change: (line: string) => string): string {
  const lines = text.split("\n");
  return lines.map((line, index) => (index % every === 0 ? change(line) : line)).join("\n");
}

const withoutComma = (line: string) => line.replace(/",$/, '"');
const trailingComma = (text: string) => text.replaceAll(/([}\]"\d])\n(\s*[}\]])/g, "$1,\n$2");
const bareKey = (line: string) => line.replace(/"(\w+)":/, "$1:");
const singleQuotes = (line: string) => line.replaceAll('\\"', "").replaceAll('"', "'");

/** Lists in lists, a hundred deep each, where an answer may hold anything. */
function nested(size: number): string {
  const one = `${"[".repeat(100)}1${"]".repeat(100)}`;
  const list = new Array(Math.max(1, Math.round(size / (one.length + 1)))).fill(one);
  const roles = `[{"name": "Deep", "talent_composition": {"all": [${list.join(",")}]}}]`;
  return `{"scenario_metadata": {"name": "Nested"}, "capabilities": [], "suggested_roles": ${roles}}`;
}

/** What answers are like that arrive, by kind: each of about `size` characters. */
export const ANSWERS: { readonly [kind: string]: (size: number) => string } = {
  clean: answerOf,
  fenced: (size) => `Here it is:\n\n\`\`\`json\n${answerOf(size)}\n\`\`\`\n\nAnything else?\n`,
  "one comma lost": (size) => {
    const text = answerOf(size);
    const comma = text.indexOf('",\n', text.length / 2) + 1;
    return text.slice(0, comma) + text.slice(comma + 1);
  },
  "a fault in 50 lines": (size) =>
    breaking(breaking(answerOf(size), 50, withoutComma), 70, (line) => `${line} // so it is`),
  "trailing commas": (size) => trailingComma(answerOf(size)),
  "commas lost": (size) => breaking(answerOf(size), 1, withoutComma),
  comments: (size) => breaking(answerOf(size), 8, (line) => `${line} // so it is`),
  "inner quotes": (size) => answerOf(size).replaceAll('\\"', '"'),
  "bare keys": (size) => breaking(answerOf(size), 1, bareKey),
  "single quotes": (size) => breaking(answerOf(size), 1, singleQuotes),
  "every token broken": (size) =>
    trailingComma(breaking(breaking(answerOf(size), 1, withoutComma), 1, singleQuotes)),
  truncated: (size) => answerOf(size).slice(0, -size / 10),
  "no answer": (size) => "'a\\u12]b[".repeat(size / 9),
  nested,
  "nested, broken": (size) => nested(size).replace("1]", "1,]"),
};
