import { type Fault, parseFault } from "../faults/fault.ts";

/** One recorded answer of a model. */
export interface Answer {
  /** Its file's name, or the name under which it was posted. */
  readonly name: string;
  /** What the model says, to the byte. */
  readonly text: string;
  /** The companies whose prompts get this answer. */
  readonly companies: readonly string[];
  /** The fault that goes with it, if any. */
  readonly fault: Fault | null;
  /** Posted answers are chosen by name or company only, so that they change nothing for other prompts. */
  readonly posted: boolean;
}

const FAULT_PART = /\.fault-([a-z0-9-]+?)(-once)?(?=\.[^.]*$|$)/;

/** A file's name without its fault part and without its extension. */
function stem(name: string): string {
  return name.replace(FAULT_PART, "").replace(/\.[^.]+$/, "");
}

/** A name without its fault part and extension, when that leaves something to be known by. */
export function shortName(name: string): string | null {
  const short = stem(name);
  return short !== name && short !== "" ? short : null;
}

/**
 * The fault that a file's name asks for: `Acme.fault-truncated.json`, or `Acme.fault-malformed-once.json`.
 * @throws FaultSyntaxError for an unknown fault.
 */
export function faultInName(name: string): Fault | null {
  const [, fault, once] = FAULT_PART.exec(name) ?? [];
  return fault ? parseFault(once ? `${fault}; once` : fault) : null;
}
