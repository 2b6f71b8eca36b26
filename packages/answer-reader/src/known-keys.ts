import { QUOTE } from "./characters.ts";

/** A power of two. */
const SLOTS = 256;

/** The keys of one text's objects: most stand in it many times, and are cut out of it once. */
export class KnownKeys {
  private readonly text: string;
  private readonly slots: string[] = new Array(SLOTS).fill("");

  constructor(text: string) {
    this.text = text;
  }

  /** The key whose content begins at `start`, when it was remembered and its closing quote follows; else "". */
  at(start: number): string {
    const key = this.slots[this.slotOf(start)] ?? "";
    const { text } = this;
    const stands = text.charCodeAt(start + key.length) === QUOTE && text.startsWith(key, start);
    return stands ? key : "";
  }

  /** Remembers a key whose content, all of it plain, stands at `start`. */
  remember(key: string, start: number): void {
    this.slots[this.slotOf(start)] = key;
  }

  /** By the first, third and fifth characters: together they tell the keys of one schema apart. */
  private slotOf(start: number): number {
    const { text } = this;
    const sum = text.charCodeAt(start) + text.charCodeAt(start + 2) * 31 + text.charCodeAt(start + 4) * 7;
    return sum & (SLOTS - 1);
  }
}
