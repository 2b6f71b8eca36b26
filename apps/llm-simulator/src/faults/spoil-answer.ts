const NAMED_VALUE = /("(?:name|nombre|titulo|title)"\s*:\s*)"(?:[^"\\]|\\.)*"/g;

/** A value just before a closing bracket; strings are matched whole, so that none is changed within. */
const LAST_OF_LIST = /("(?:[^"\\]|\\.)*"|[\w\]}])(?=\s*[\]}])|"(?:[^"\\]|\\.)*"/g;

/** The place of the second name: in an answer the first is the scenario's, the second the first capability's. */
function secondOrFirst<T>(found: T[]): T | undefined {
  return found[1] ?? found[0];
}

/**
 * The answer with a syntax that JSON does not have.
 * `vanished`: the value of a required name is gone (`"name": ,`), as lossy streams leave it; a text without names
 * loses its first colon. `commas`: a comma stands before each closing bracket, which a reader can mend.
 */
export function malformed(text: string, how: string): string {
  if (how === "commas") {
    return text.replace(LAST_OF_LIST, (match, last?: string) => (last === undefined ? match : `${last},`));
  }
  const place = secondOrFirst([...text.matchAll(NAMED_VALUE)]);
  if (!place) return text.replace(":", "");
  return `${text.slice(0, place.index)}${place[1]}${text.slice(place.index + place[0].length)}`;
}

/** Sound JSON that breaks the contract in three places, or a document without capabilities when there is no tree. */
export function invalid(text: string): string {
  const answer = parsedObject(text);
  const capabilities = answer?.capabilities;
  if (!answer || !Array.isArray(capabilities) || capabilities.length === 0) {
    return JSON.stringify({ scenario_metadata: { name: "Scenario" }, capabilities: [] });
  }
  const spoiled = capabilities.map((capability: Record<string, unknown>, index) => {
    if (index > 0) return capability;
    const { name: _missing, ...rest } = capability;
    return { ...rest, importance: 9, competencies: [] };
  });
  return JSON.stringify({ ...answer, capabilities: spoiled }, null, 2);
}

function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch (error) {
    // A recorded answer need not be JSON; anything but a syntax error is a fault of ours.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What a model answers that took the question for another. */
export const WRONG_DOCUMENT = JSON.stringify(
  {
    invoice: {
      number: "F-2041",
      issued_on: "2026-03-14",
      currency: "EUR",
      lines: [
        { item: "Seed trays, 40 cells", quantity: 120, unit_price: 3.4 },
        { item: "Potting soil, 50 l", quantity: 35, unit_price: 8.9 },
      ],
      total: 719.5,
    },
  },
  null,
  2,
);

/** What a model answers that would rather talk. */
export const PROSE =
  "That is an interesting challenge. Before I design a scenario, I would like to understand which teams are " +
  "involved, what budget you have in mind, and how you will measure success. In general, organizations in this " +
  "position invest in leadership, in data and in the skills of their people, and they do so step by step. Tell me " +
  "more, and we can begin with the capabilities that matter most.";

/** Stands in the text for the incomplete character; a private character of Unicode that no answer uses. */
export const BROKEN_CHARACTER = "\ue5e5";

/** The answer with the sign for an incomplete character before the first letter of its second half. */
export function withBrokenCharacter(text: string): string {
  const middle = Math.floor(text.length / 2);
  const letter = text.slice(middle).search(/(?<=\p{L})\p{L}/u);
  const place = letter < 0 ? middle : middle + letter;
  return `${text.slice(0, place)}${BROKEN_CHARACTER}${text.slice(place)}`;
}
