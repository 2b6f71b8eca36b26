/**
 * Every way in which the simulator can misbehave, as a closed list, with the options of each and their defaults.
 * `at` is the share of the answer's tokens that is sent before it happens, from 0 to 1.
 */
const FAULTS = {
  /** Syntax that is no JSON: `how` is `vanished` (a name's value is gone) or `commas` (a comma before each closing bracket). */
  malformed: { how: "vanished" },
  /** Sound JSON that breaks the contract: no competencies, an importance out of range, a name missing. */
  invalid: {},
  /** Ends early with `finish_reason: "length"`; `continues` says whether it can be continued. */
  truncated: { at: 0.6, continues: true },
  /** Ends early as a proper HTTP response, but without finish reason and `[DONE]`. */
  unfinished: { at: 0.6 },
  /** Says it twice: `what` is `text` (the whole answer after itself) or `chunks` (each chunk after itself). */
  doubled: { what: "text" },
  /** Sound, but slow. `firstTokenMs` milliseconds pass before the first token. */
  slow: { tokensPerSecond: 20, firstTokenMs: 0 },
  /** Stops sending and keeps the connection open until the client closes it. */
  stalled: { at: 0.3 },
  /** Breaks the connection in the middle of the answer. */
  disconnect: { at: 0.3 },
  /** Sends `data: {"error": …}` in the middle of the stream and ends. */
  "error-event": { at: 0.3 },
  /** Refuses with this status; `retryAfter` is sent as `Retry-After` unless it is empty. */
  "400": {},
  "401": {},
  "429": { retryAfter: "1" },
  "500": {},
  "503": { retryAfter: "" },
  /** Sound JSON of quite another document. */
  "wrong-document": {},
  /** A friendly text without any JSON. */
  prose: {},
  /** An answer of no characters. */
  empty: {},
  /** The bytes of the response cut anywhere, even within a character, in pieces of 1 to `maximumBytes`. */
  "split-bytes": { maximumBytes: 16, seed: 1 },
  /** An incomplete UTF-8 character (bytes E2 80) in the middle of the answer. */
  "invalid-utf8": {},
};

/** The values that an option with few of them takes. */
const CHOICES: Record<string, readonly string[]> = { how: ["vanished", "commas"], what: ["text", "chunks"] };

export type FaultName = keyof typeof FAULTS;

/** One fault with all its options. `once` limits it to the first ask of a conversation: asked again, the model is sound. */
export type Fault = {
  [Name in FaultName]: {
    readonly name: Name;
    readonly options: (typeof FAULTS)[Name];
    readonly once: boolean;
  };
}[FaultName];

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** A fault that cannot be understood; the message says what is known instead. */
export class FaultSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FaultSyntaxError";
  }
}

function optionValue(name: string, given: string, byDefault: unknown): string | number | boolean {
  const refused = new FaultSyntaxError(`The option ${name} cannot be ${JSON.stringify(given)}.`);
  if (typeof byDefault === "number") {
    const value = Number(given);
    if (given === "" || !Number.isFinite(value) || value < 0 || (name === "at" && value > 1)) throw refused;
    return value;
  }
  if (typeof byDefault === "boolean") {
    if (given !== "true" && given !== "false") throw refused;
    return given === "true";
  }
  if (CHOICES[name] && !CHOICES[name].includes(given)) throw refused;
  return given;
}

/**
 * A fault from its name and the options as text.
 * @throws FaultSyntaxError for an unknown fault, option or value.
 */
export function makeFault(name: string, given: Record<string, string>, once: boolean): Fault {
  if (!Object.hasOwn(FAULTS, name)) {
    throw new FaultSyntaxError(
      `There is no fault ${JSON.stringify(name)}. Known: ${FAULT_NAMES.join(", ")}.`,
    );
  }
  const defaults: Record<string, unknown> = FAULTS[name as FaultName];
  const options = { ...defaults };
  for (const [option, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, option)) {
      const known = Object.keys(defaults).join(", ") || "none";
      throw new FaultSyntaxError(
        `The fault ${name} has no option ${JSON.stringify(option)}. Known: ${known}.`,
      );
    }
    options[option] = optionValue(option, value, defaults[option]);
  }
  return { name, options, once } as Fault;
}

/**
 * Reads `NAME; option=value; once`, the form of the header, of an answer's `fault` and of a file name's part.
 * @throws FaultSyntaxError
 */
export function parseFault(text: string): Fault {
  const [name = "", ...rest] = text.split(";").map((part) => part.trim());
  const words = rest.filter((part) => part !== "" && part !== "once");
  const given = words.map((word): [string, string] => {
    const equals = word.indexOf("=");
    if (equals < 1) throw new FaultSyntaxError(`${JSON.stringify(word)} is not option=value.`);
    return [word.slice(0, equals).trim(), word.slice(equals + 1).trim()];
  });
  return makeFault(name, Object.fromEntries(given), rest.includes("once"));
}
