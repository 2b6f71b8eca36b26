import { placeholderLabel, type RedactionKind } from "./redaction-kind.ts";

/**
 * The numbers given so far, shared by all texts of one generation so that a value is the same placeholder in each of them.
 * It holds the values themselves, in memory only: private fields, so that neither JSON nor a logger can write them down.
 */
export class RedactionMemory {
  readonly #labels = new Map<string, string>();
  readonly #reserved = new Set<string>();
  readonly #lastNumber = new Map<RedactionKind, number>();

  /** Keeps `label` (`EMAIL_1`) from being given to a new value: it stands in a text already and means something there. */
  reserve(label: string): void {
    this.#reserved.add(label);
  }

  /** The label of the value `identity` of this kind: the one given before, or the next free number. */
  labelFor(kind: RedactionKind, identity: string): string {
    const key = `${kind} ${identity}`;
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    const label = this.#nextFreeLabel(kind);
    this.#labels.set(key, label);
    return label;
  }

  #nextFreeLabel(kind: RedactionKind): string {
    let number = (this.#lastNumber.get(kind) ?? 0) + 1;
    while (this.#reserved.has(placeholderLabel(kind, number))) number++;
    this.#lastNumber.set(kind, number);
    return placeholderLabel(kind, number);
  }
}
